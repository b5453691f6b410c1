"""Whether the person themself sits there now, and not only their browser."""

import time
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse


def proved_recently(request: HttpRequest) -> bool:
    """Did this person log in, or confirm that it is them, within the last minutes? Asks the session only."""
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0)
    return time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT


def address_to_prove(request: HttpRequest) -> str:
    """Where one confirms it and comes back to this page."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
