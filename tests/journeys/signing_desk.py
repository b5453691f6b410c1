"""Signs inside a live portal: `python -m tests.journeys.signing_desk TITLE`.

Everybody whose signature is still missing signs by the mailed link, through the portal's services: a
journey plays some signers in the browser and lets this desk play the rest. Prints how many signed.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402 - after Django is set up
from django.utils import timezone  # noqa: E402

from consortium.rowlevel import SYSTEM, acting_as  # noqa: E402
from consortium.signing import services  # noqa: E402
from consortium.signing.models import Document, Link  # noqa: E402
from consortium.signing.services.codes import code_digest  # noqa: E402
from consortium.signing.states import SIGNABLE, UNSIGNED  # noqa: E402

CODE = "314159"


def main(title: str) -> None:
    with acting_as(SYSTEM), transaction.atomic():
        document = Document.objects.filter(title=title, state__in=SIGNABLE).latest("pk")
        waiting = document.parties.filter(state__in=UNSIGNED).values("pk")
        links = list(Link.objects.filter(party__in=waiting, revoked_at=None, member=None).order_by("pk"))
        for link in links:
            link.code_digest = code_digest(link.pk, CODE)
            link.code_expires_at = timezone.now() + timedelta(minutes=5)
            link.save(update_fields=["code_digest", "code_expires_at"])
    for link in links:
        services.sign_by_link(link, CODE, "서명 담당", "대표", sha256=document.sha256)
    print(len(links))


main(*sys.argv[1:])
