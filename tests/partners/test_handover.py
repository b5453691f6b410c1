"""Somebody leaves: their open work goes to whom was chosen, and an organisation keeps an administrator."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.reports.models import Job
from consortium.rowlevel import acting_as
from consortium.shell import work
from partners.models import Interaction, Member, Partner
from partners.people import handover, services, succession
from partners.states import Outcome, Role, Way
from placements.models import Vacancy
from placements.states import VacancyState
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast


def step_of(cast: Cast, who: str) -> Interaction:
    """A next step with the rival company, which this person is to do."""
    with as_owner():
        return Interaction.objects.create(
            consortium=cast.consortium,
            partner=cast.partners["rival"],
            way=Way.values[0],
            by=cast[who],
            outcome=Outcome.values[0],
            summary="통화",
            next_step="다시 전화",
            next_due=timezone.localdate() + datetime.timedelta(days=7),
            next_by=cast[who],
        )


def end(cast: Cast, who: str, by: str = "coordinator", **successors: Member) -> Member:
    with acting_as(cast[by].actor):
        return services.end_membership(cast[who], by=cast[by], successors=successors)


def doer_of(step: Interaction) -> int:
    with as_owner():
        return Interaction.objects.get(pk=step.pk).next_by_id


def told(who: Member) -> list[str]:
    with as_owner():
        found = Notification.objects.filter(event="partners/work_handed_over", recipient=who.user)
        return [one.context["work"] for one in found]


def test_a_next_step_goes_to_the_successor_who_is_told(cast: Cast) -> None:
    step = step_of(cast, "training_teacher")
    end(cast, "training_teacher", next_steps=cast["teacher"])
    assert doer_of(step) == cast["teacher"].pk
    assert told(cast["teacher"]) != []
    with acting_as(cast["teacher"].actor):
        waits = work.column("waits", cast["teacher"], timezone.now()).items
    assert "다시 전화" in [item.title for item in waits]


def test_a_next_step_without_a_successor_is_left_to_whoever_ends_the_access(cast: Cast) -> None:
    step = step_of(cast, "training_teacher")
    end(cast, "training_teacher")
    assert doer_of(step) == cast["coordinator"].pk


def test_a_step_that_is_done_stays_with_whoever_did_it(cast: Cast) -> None:
    step = step_of(cast, "training_teacher")
    with as_owner():
        Interaction.objects.update(done_at=timezone.now())
    end(cast, "training_teacher", next_steps=cast["teacher"])
    assert doer_of(step) == cast["training_teacher"].pk


@pytest.mark.parametrize("who", ["hr", "student", "stranger", "training_teacher"])
def test_only_a_colleague_of_the_same_organisation_takes_over(cast: Cast, who: str) -> None:
    step = step_of(cast, "training_teacher")
    with pytest.raises(ValidationError):
        end(cast, "training_teacher", next_steps=cast[who])
    with as_owner():
        assert Member.objects.get(pk=cast["training_teacher"].pk).ended_at is None, "nothing half done"
    assert doer_of(step) == cast["training_teacher"].pk


def test_a_report_under_way_is_made_for_the_successor(cast: Cast) -> None:
    with as_owner():
        Job.objects.create(
            consortium=cast.consortium, member=cast["principal"], kind="governance", formats=["pdf"]
        )
    heir = factories.MemberFactory(
        consortium=cast.consortium, partner=cast.partners["school"], role=Role.PRINCIPAL
    )
    end(cast, "principal", reports=heir)
    with as_owner():
        made = Job.objects.get(member=heir)
    assert (made.kind, made.formats) == ("governance", ["pdf"])


def test_the_page_shows_the_work_and_asks_who_takes_it(cast: Cast) -> None:
    step_of(cast, "training_teacher")
    client = Client()
    with as_owner():
        client.force_login(cast["coordinator"].user)
    address = f"/paju/members/{cast['training_teacher'].pk}/end/"
    page = client.get(address)
    assert [(one.key, len(one.items)) for one in page.context["holdings"]] == [("next_steps", 1)]
    wrong = client.post(address, {"next_steps": cast["hr"].pk})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["next_steps"])
    assert client.post(address, {"next_steps": cast["teacher"].pk}).status_code == 302


def test_what_belongs_to_the_organisation_is_named_and_stays(cast: Cast) -> None:
    today = timezone.localdate()
    factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        starts_on=today,
        ends_on=today + datetime.timedelta(days=1),
    )
    vacancy = factories.VacancyFactory(consortium=cast.consortium, company=cast.partners["company"])
    with as_owner():
        Vacancy.objects.filter(pk=vacancy.pk).update(state=VacancyState.OPEN)
    with acting_as(cast["coordinator"].actor):
        held = {one.key: one.moves for one in handover.holdings_of(cast["hr"])}
        nothing = handover.holdings_of(cast["trainer"])
    assert held == {"pledges": False, "vacancies": False}
    assert nothing == []


# --- the last administrator ------------------------------------------------------------------------------


def test_the_last_administrator_stays_until_a_successor_is_invited(cast: Cast) -> None:
    client = Client()
    with as_owner():
        client.force_login(cast["coordinator"].user)
    address = f"/paju/members/{cast['hr'].pk}/end/"
    page = client.get(address)
    assert not page.context["leaves"]
    assert f"/paju/members/invite/?partner={cast.partners['company'].pk}" in page.content.decode()
    assert client.post(address).status_code == 403
    with acting_as(cast["coordinator"].actor):
        services.invite_member(
            by=cast["coordinator"],
            email="heir@example.com",
            name="후임",
            partner=Partner.objects.get(pk=cast.partners["company"].pk),
            role=Role.HR,
        )
    assert client.post(address).status_code == 302


def test_somebody_who_administers_nothing_may_always_leave(cast: Cast) -> None:
    with acting_as(cast["hr"].actor):
        assert succession.leaves_somebody(cast["trainer"])


def test_an_invited_trainer_is_no_successor_of_an_administrator(cast: Cast) -> None:
    with acting_as(cast["hr"].actor):
        services.invite_member(
            by=cast["hr"],
            email="t@example.com",
            name="강사",
            partner=cast.partners["company"],
            role=Role.TRAINER,
        )
        assert not succession.leaves_somebody(cast["hr"])


def test_of_two_administrators_who_end_each_other_one_remains(cast: Cast) -> None:
    twin = factories.MemberFactory(consortium=cast.consortium, partner=cast.partners["company"], role=Role.HR)
    with acting_as(twin.actor):
        services.end_membership(cast["hr"], by=twin)
    with acting_as(cast["hr"].actor), pytest.raises(PermissionDenied):
        services.end_membership(twin, by=cast["hr"])
