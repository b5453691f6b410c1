"""How what callers send is read."""

import json
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class TooLarge(APIException):
    """More was sent than any form of the portal has."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value
    default_detail = _("That is too much at once. Send less.")


class Json(JSONParser):
    """JSON of the size of a form; what nobody means (depth, numbers without end) is malformed (400)."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        text = _read(stream, parser_context or {})
        try:
            return json.loads(text, parse_float=_finite, parse_constant=_finite)
        except (ValueError, RecursionError) as error:
            raise ParseError from error


def _read(stream: IO[bytes], context: Mapping[str, Any]) -> bytes:
    """What was sent, as long as it is no more than a form may hold; the rest is not read at all."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    announced = context["request"].META.get("CONTENT_LENGTH", "") if "request" in context else ""
    if announced.isdigit() and int(announced) > limit:
        raise TooLarge
    sent = stream.read(limit + 1)
    if len(sent) > limit:
        raise TooLarge
    return sent


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number
