"""Entries that look alike and are two organisations: said once, not suggested again, taken back."""

import pytest
from django.db import DatabaseError, transaction

from consortium.rowlevel import acting_as
from partners.models import Apart, Partner
from partners.registry import services
from partners.registry.changes import changes_of
from tests import factories
from tests.authorization import as_owner


@pytest.fixture
def alike(cast):
    """Three entries of one name."""
    with as_owner():
        made = [factories.PartnerFactory(name="가람", kind="COMPANY") for _number in range(3)]
        for one in made:
            factories.ParticipationFactory(consortium=cast.consortium, partner=one)
    return made


def suggested(cast):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        known = Partner.objects.visible_to(coordinator)
        return set(known.sharing_a_name_or_number(cast.consortium.pk).filter(name="가람"))


def test_a_pair_that_was_told_apart_is_not_suggested_again(cast, client, alike):
    one, two, third = alike
    with as_owner():
        third.delete() if not third.participations.exists() else third.participations.all().delete()
    assert suggested(cast) == {one, two}
    client.force_login(cast["coordinator"].user)
    page = client.get("/paju/partners/duplicates/").content.decode()
    assert f"/paju/partners/{one.pk}/apart/{two.pk}/" in page
    for _twice in range(2):
        assert client.post(f"/paju/partners/{two.pk}/apart/{one.pk}/").status_code == 302
    assert suggested(cast) == set()
    page = client.get("/paju/partners/duplicates/").content.decode()
    assert "다른 기관으로 확인함" in page
    assert f"/paju/partners/{one.pk}/apart/{two.pk}/" not in page
    with as_owner():
        pair = Apart.objects.get()
    assert (pair.first, pair.second, pair.by) == (one, two, cast["coordinator"])

    client.post(f"/paju/partners/{one.pk}/again/{two.pk}/")
    assert suggested(cast) == {one, two}
    with acting_as(cast["coordinator"].actor):
        told = [str(change.what) for change in changes_of(one, by=cast["coordinator"])]
    assert {"비슷한 기관과 다른 기관으로 확인함", "다른 기관이라는 확인을 취소함"} <= set(told)


def test_of_three_alike_the_others_are_still_suggested(cast, alike):
    one, two, third = alike
    with acting_as(cast["coordinator"].actor):
        services.tell_apart(one, two, by=cast["coordinator"])
    assert suggested(cast) == {one, two, third}


def test_what_one_consortium_says_is_no_answer_for_another(cast, alike):
    with as_owner():
        for one in alike[:2]:
            factories.ParticipationFactory(consortium=cast.other_consortium, partner=one)
        Apart.objects.create(
            consortium=cast.other_consortium, first=alike[0], second=alike[1], by=cast["stranger"]
        )
    assert set(alike) == suggested(cast)
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        assert not Apart.objects.exists()


def test_postgresql_refuses_pairs_of_strangers(cast, alike):
    coordinator, stranger = cast["coordinator"], cast.other_partners["company"]
    first, second = sorted([alike[0], stranger], key=lambda one: one.pk)
    with acting_as(coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
        Apart.objects.create(consortium=cast.consortium, first=first, second=second, by=coordinator)
