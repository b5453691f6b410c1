"""A text that only tests know, so that they do not hang on what an app happens to say."""

from copy import deepcopy
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "templates"


def with_trial_texts(templates: list[dict]) -> list[dict]:
    """The TEMPLATES setting with the folder of the trial texts added."""
    changed = deepcopy(templates)
    changed[0]["DIRS"].append(FOLDER)
    return changed
