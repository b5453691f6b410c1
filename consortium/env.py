"""Reads the environment once and fails loudly on a bad value."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()  # NAME_FILE may name a mounted file that holds the value of NAME


def secret(name: str, default: str | None = None) -> str:
    """A secret from `NAME_FILE` (a mounted file) or from `NAME` itself."""
    path = env.str(f"{name}_FILE", default="")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    value = env.str(name, default=default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE.")
    return value
