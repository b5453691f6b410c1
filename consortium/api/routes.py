"""The router that every app's `api.py` registers its nouns with."""

from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.include_format_suffixes = False
