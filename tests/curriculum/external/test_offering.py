"""Programmes outside the school: entered, opened, changed, cancelled and finished."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.external import services
from curriculum.models import (
    ExternalProgramme,
)
from curriculum.states import ProgrammeStage, TableState
from partners.models import Approval
from tests import factories
from tests.authorization import act, as_owner, fresh
from tests.curriculum.external.stage import (
    DAY,
    TODAY,
    drafted,
    facts,
    selected,
    told,
)


def test_a_provider_enters_its_own_programme_and_the_school_opens_it(cast):
    lecturer = cast["lecturer"]
    draft = act(lecturer, services.enter_programme, **facts())
    assert (draft.provider_id, draft.state) == (lecturer.partner_id, ProgrammeStage.DRAFT)
    assert told("programme_offered") == {"curriculum_head@example.com", "coordinator@example.com"}
    with pytest.raises(PermissionDenied):
        act(lecturer, services.open_programme, draft)
    with acting_as(cast["student"].actor):
        assert not ExternalProgramme.objects.filter(pk=draft.pk).exists()
    lesson = {"on": draft.starts_on, "starts_at": datetime.time(14), "hours": Decimal(3)}
    act(lecturer, services.add_session, draft, **lesson)
    act(cast["coordinator"], services.open_programme, draft)
    with acting_as(cast["student"].actor):
        assert ExternalProgramme.objects.visible_to(cast["student"]).filter(pk=draft.pk).exists()
    with pytest.raises(StateConflict):  # what the lecturer still has on screen is a draft
        act(lecturer, services.correct_programme, draft, name="바꿈")
    with pytest.raises(PermissionDenied):
        act(lecturer, services.correct_programme, fresh(draft), name="바꿈")


def test_credit_needs_an_approval_from_before_the_first_day(cast):
    head, university = cast["curriculum_head"], cast.partners["university"]
    with as_owner():
        late = Approval.objects.create(
            consortium=cast.consortium, body="학교운영위원회", on=TODAY + 6 * DAY, number="1"
        )
        early, strange, of_a_table = (
            Approval.objects.create(consortium=cast.consortium, body=body, on=TODAY - DAY, number=str(number))
            for number, body in enumerate(("학교운영위원회", "현장실습운영위원회", "학교운영위원회"), start=2)
        )
    factories.ProgrammeTableFactory(
        department=cast.department, state=TableState.APPROVED, approval=of_a_table
    )
    for approval in (None, late, strange, of_a_table):
        with pytest.raises(ValidationError) as refused:
            act(head, services.enter_programme, provider=university, **facts(credits=2, approval=approval))
        assert "approval" in refused.value.error_dict
    found = act(head, services.enter_programme, provider=university, **facts(credits=2, approval=early))
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        ExternalProgramme.objects.filter(pk=found.pk).update(approval=late)


def test_sessions_of_a_day_follow_each_other(cast, programme):
    on = TODAY + 6 * DAY  # where one session takes from two to five
    lecturer = cast["lecturer"]

    def add(by, begins, hours):
        return act(by, services.add_session, programme, on=on, starts_at=begins, hours=Decimal(hours))

    for begins, hours in ((datetime.time(14, 1), 2), (datetime.time(11), 4), (datetime.time(13), 8)):
        with pytest.raises(ValidationError) as refused:
            add(cast["curriculum_head"], begins, hours)
        assert "starts_at" in refused.value.error_dict
    for begins, hours in ((datetime.time(17), 6), (datetime.time(22), 3)):
        with pytest.raises(ValidationError) as refused:
            add(lecturer, begins, hours)
        assert "hours" in refused.value.error_dict
    add(lecturer, datetime.time(17), 5)
    with pytest.raises(ValidationError):
        add(lecturer, datetime.time(9), 1)
    add(cast["curriculum_head"], datetime.time(9), 1)  # the school answers for a long day
    with as_owner():
        assert sum(one.hours for one in programme.sessions.filter(on=on)) == 9


def test_days_of_a_draft_keep_their_sessions(cast):
    """A session outside the days could neither be held nor taken out: it is named before that."""
    head = cast["curriculum_head"]
    draft, session = drafted(cast)
    with pytest.raises(ValidationError) as refused:
        act(head, services.correct_programme, draft, ends_on=TODAY + 5 * DAY)
    assert list(refused.value.message_dict) == ["ends_on"]
    with as_owner():  # one that came to lie outside before this was asked
        ExternalProgramme.objects.filter(pk=draft.pk).update(ends_on=TODAY + 5 * DAY)
    act(head, services.remove_session, session)
    with as_owner():
        assert draft.sessions.count() == 0


def test_nobody_applies_for_a_programme_without_sessions_nor_without_being_enrolled(client, cast, programme):
    head = cast["curriculum_head"]
    empty = act(head, services.enter_programme, provider=cast.partners["university"], **facts())
    with pytest.raises(ValidationError, match="수업 일정"):
        act(head, services.open_programme, empty)
    with as_owner():
        type(cast.student).objects.filter(pk=cast.student.pk).update(state="ON_LEAVE")
    with pytest.raises(PermissionDenied, match="재학 중"):
        act(cast["student"], services.apply_for, programme, agrees=True)
    client.force_login(cast["student"].user)
    page = client.get(f"/paju/external/{programme.pk}/")
    assert not page.context["may_apply"]


def test_cancelling_tells_everybody_why(cast, programme):
    act(cast["student"], services.apply_for, programme, agrees=False)
    act(cast["coordinator"], services.cancel_programme, programme, reason="강사 사정")
    assert told("programme_cancelled") == {"student@example.com", "lecturer@example.com"}
    with pytest.raises(StateConflict):
        act(cast["coordinator"], services.cancel_programme, programme, reason="다시")


def test_a_programme_runs_between_its_days_and_is_finished_when_they_are_over(client, cast, programme):
    programme, _mine, _other = selected(cast, programme)
    client.force_login(cast["curriculum_head"].user)
    with as_owner():
        days = {"starts_on": TODAY - DAY, "ends_on": TODAY + DAY}
        ExternalProgramme.objects.filter(pk=programme.pk).update(**days)
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "진행 중" in page
    assert "수료증 발급" not in page
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(ends_on=TODAY)
    assert "수료증 발급" in client.get(programme.get_absolute_url()).content.decode()


def test_no_programme_is_finished_before_its_last_day(cast, programme):
    programme, _mine, _other = selected(cast, programme)
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(ends_on=TODAY + DAY)
    with pytest.raises(ValidationError, match="마지막 날"):
        act(cast["curriculum_head"], services.finish_programme, programme)
