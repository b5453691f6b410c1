"""Entries that several consortia use: the operator corrects them, every coordinator concerned is told."""

import pytest
from django.core.exceptions import PermissionDenied

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from partners.registry import services
from tests import factories
from tests.authorization import as_owner


@pytest.fixture
def shared(cast):
    known = cast.partners["company"]
    factories.ParticipationFactory(consortium=cast.other_consortium, partner=known)
    with as_owner():
        known.refresh_from_db()
    return known


def test_the_operator_corrects_it_and_both_coordinators_hear_of_it(cast, client, shared):
    with as_owner():
        client.force_login(cast["operator"].user)
    assert shared.name in client.get("/operator/partners/").content.decode()
    assert shared.name in client.get("/operator/partners/", {"q": shared.name[:2]}).content.decode()
    page = client.get(f"/operator/partners/{shared.pk}/")
    assert str(cast.other_consortium) in page.content.decode()
    words = {"name": "새 이름", "kind": "COMPANY", "seen": page.context["form"].initial["seen"]}
    assert client.post(f"/operator/partners/{shared.pk}/", words).status_code == 302
    assert client.post(f"/operator/partners/{shared.pk}/", words).status_code == 409
    with as_owner():
        shared.refresh_from_db()
        told = Notification.objects.filter(event="partners/shared_entry_corrected")
        assert set(told.values_list("recipient", flat=True)) == {
            cast["coordinator"].user_id,
            cast["stranger"].user_id,
        }
    assert shared.name == "새 이름"


def test_what_one_consortium_uses_is_not_the_operators(cast, client):
    alone = cast.partners["company"]
    with as_owner():
        client.force_login(cast["operator"].user)
    assert client.get(f"/operator/partners/{alone.pk}/").status_code == 404
    with acting_as(cast["operator"].actor), pytest.raises(PermissionDenied):
        services.correct_partner(alone, by=cast["operator"], name="x")


def test_nobody_else_gets_there(cast, client, shared):
    for who in ("coordinator", "official", "hr"):
        client.force_login(cast[who].user)
        assert client.get("/operator/partners/").status_code in (403, 404), who
        assert client.post(f"/operator/partners/{shared.pk}/", {"name": "x"}).status_code in (403, 404), who
