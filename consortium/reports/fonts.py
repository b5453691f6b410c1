"""The font that reports and charts are set in: all 11,172 syllables and the common Hanja."""

from pathlib import Path

from django.conf import settings

FAMILY = "Noto Sans KR"


def font_dir() -> Path:
    """Where `manage.py build_static` puts the font files (npm package `@expo-google-fonts/noto-sans-kr`)."""
    return Path(settings.FONT_DIR)
