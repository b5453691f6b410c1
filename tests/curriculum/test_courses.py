"""A course from proposal to approval: what school, partners and committees do, and what nobody can."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.codevelopment import comparing, services
from curriculum.codevelopment.merging import merged
from curriculum.models import Course, CourseContribution, CoursePartner, CourseSection, CourseVersion
from curriculum.states import ContributionKind, ContributionState, CourseState
from partners.models import Delivery, DeliverySource
from partners.states import PledgeKind, SourceKind, Unit
from tests import factories
from tests.authorization import act, as_owner, fresh

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=10)
DECISION = {"body": "교육과정위원회", "on": TODAY, "number": "제1호"}
DELIBERATION = {"body": "학교운영위원회", "on": TODAY, "number": "제2호"}


@pytest.fixture
def opened(cast):
    """A version with one section, open for the company's comments."""
    head = cast["curriculum_head"]
    version = act(head, services.propose_course, name="AI 데이터 품질", aims="데이터를 점검한다.", hours=16)
    act(head, services.ask_partners, version, partners=[cast.partners["company"]], until=SOON)
    return fresh(version)


def only_section(version):
    with as_owner():
        return CourseSection.objects.select_related("version").get(version=version)


def wording(cast, version, who="hr", **changed):
    section = only_section(version)
    sent = {
        "kind": ContributionKind.CHANGE,
        "person": "김현업",
        "section": section,
        "seen": section.revision,
        "title": section.title,
        "content": "현업 데이터 점검",
        "teaching_hours": 20,
        "hours": Decimal(4),
    }
    return act(cast[who], services.contribute, version, **sent | changed)


def accept(cast, contribution, **changed):
    section = only_section(contribution.version)
    words = {"title": section.title, "content": "현업 데이터 점검", "teaching_hours": 20}
    return act(
        cast["curriculum_head"],
        services.accept_contribution,
        contribution,
        **words | {"seen": section.revision} | changed,
    )


def approve(cast, version):
    head = cast["curriculum_head"]
    act(head, services.submit_version, version)
    act(head, services.pass_version, version, **DECISION)
    return act(cast["principal"], services.approve_version, version, **DELIBERATION)


def told(event):
    with as_owner():
        found = Notification.objects.filter(event=f"curriculum/{event}")
        return set(found.values_list("recipient__email", flat=True))


@pytest.mark.parametrize("who", ["curriculum_head", "coordinator", "hr", "trainer", "lecturer"])
def test_school_and_partners_propose_a_course(cast, who):
    unit = factories.UnitFactory()
    version = act(cast[who], services.propose_course, name="새 과정", aims="한다.", hours=8, units=[unit])
    assert version.state == CourseState.PROPOSED
    section = only_section(version)
    with as_owner():
        assert [one.unit for one in section.units.all()] == [unit]
    from_school = who in ("curriculum_head", "coordinator")
    assert (version.proposer is None) == from_school
    assert bool(told("course_proposed")) != from_school


@pytest.mark.parametrize("who", ["teacher", "accountant", "official", "education_official", "student"])
def test_nobody_else_proposes(cast, who):
    with pytest.raises(PermissionDenied):
        act(cast[who], services.propose_course, name="새 과정", aims="한다.")


def test_a_proposal_is_known_to_the_school_and_its_proposer_only(cast):
    version = act(cast["hr"], services.propose_course, name="제안", aims="한다.")
    for who, knows in (("trainer", True), ("teacher", True), ("rival_hr", False), ("student", False)):
        with acting_as(cast[who].actor):
            assert CourseVersion.objects.visible_to(cast[who]).filter(pk=version.pk).exists() == knows
            assert CourseVersion.objects.filter(pk=version.pk).exists() == knows
            assert Course.objects.filter(pk=version.course_id).exists() == knows
            assert CourseSection.objects.filter(version=version).exists() == knows


def test_those_asked_are_told_once_and_know_the_text(cast, opened):
    act(cast["coordinator"], services.ask_partners, opened, partners=[cast.partners["company"]], until=SOON)
    assert told("course_comments_asked") == {"hr@example.com", "trainer@example.com"}
    with acting_as(cast["hr"].actor):
        assert CourseSection.objects.visible_to(cast["hr"]).filter(version=opened).exists()
    with acting_as(cast["rival_hr"].actor):
        assert not CourseSection.objects.filter(version=opened).exists()


def test_an_accepted_contribution_changes_the_text_and_delivers_hours_once(cast, opened):
    pledge = factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        kind=PledgeKind.COURSE,
        unit=Unit.HOURS,
        starts_on=TODAY - datetime.timedelta(days=30),
        ends_on=SOON,
    )
    contribution = wording(cast, opened)
    assert told("contribution_offered") == {"curriculum_head@example.com", "coordinator@example.com"}
    accept(cast, contribution, answer="그대로 반영합니다.")
    section = only_section(opened)
    assert (section.content, section.hours) == ("현업 데이터 점검", 20)
    with pytest.raises(StateConflict):
        accept(cast, contribution)
    with as_owner():
        delivery = Delivery.objects.get(pledge=pledge)
        assert (delivery.amount, delivery.reported_by) == (4, cast["curriculum_head"])
        assert DeliverySource.objects.filter(kind=SourceKind.COURSE).count() == 1
        taking = CoursePartner.objects.get(version=opened)
        assert (taking.accepted_count, taking.accepted_hours) == (1, 4)
    assert told("contribution_accepted") == {"hr@example.com", "trainer@example.com"}


def test_stale_words_are_refused(cast, opened):
    section = only_section(opened)
    contribution = wording(cast, opened)
    edit = {"title": "다른 제목", "content": "", "hours": 1, "position": 1, "units": []}
    act(cast["coordinator"], services.edit_section, section, seen=section.revision, **edit)
    with pytest.raises(StateConflict):
        act(cast["curriculum_head"], services.edit_section, section, seen=section.revision, **edit)
    with pytest.raises(StateConflict):
        accept(cast, contribution, seen=section.revision)
    with pytest.raises(StateConflict):
        wording(cast, opened, seen=section.revision)


def test_only_those_asked_contribute_and_only_while_it_is_open(cast, opened):
    with pytest.raises((PermissionDenied, CourseVersion.DoesNotExist)):
        act(cast["rival_hr"], services.contribute, opened, kind="COMMENT", person="나", comment="의견")
    contribution = wording(cast, opened)
    with pytest.raises(ValidationError):  # a contribution waits for its answer
        act(cast["curriculum_head"], services.submit_version, opened)
    act(
        cast["curriculum_head"],
        services.decline_contribution,
        contribution,
        answer="시수가 넘습니다.",
    )
    act(cast["curriculum_head"], services.submit_version, opened)
    with pytest.raises(PermissionDenied):
        wording(cast, opened)
    with acting_as(cast["hr"].actor), pytest.raises(DatabaseError), transaction.atomic():
        CourseContribution.objects.create(
            version=opened,
            consortium=cast.consortium,
            school=cast.partners["school"],
            partner=cast.partners["company"],
            author=cast["hr"],
            person="몰래",
            kind=ContributionKind.COMMENT,
            comment="늦은 의견",
        )


def test_a_partner_takes_back_what_has_no_answer(cast, opened):
    contribution = wording(cast, opened)
    with pytest.raises(PermissionDenied):
        act(cast["trainer"], services.withdraw_contribution, contribution)
    act(cast["hr"], services.withdraw_contribution, contribution)
    assert fresh(contribution).state == ContributionState.WITHDRAWN
    with pytest.raises(StateConflict):
        act(cast["hr"], services.withdraw_contribution, contribution)


def test_nothing_to_add_is_an_answer(cast, opened):
    for _twice in range(2):
        act(cast["hr"], services.say_nothing_to_add, opened)
    assert told("nothing_to_add") == {"curriculum_head@example.com", "coordinator@example.com"}
    with acting_as(cast["hr"].actor):
        assert not CoursePartner.objects.visible_to(cast["hr"]).unanswered().exists()


def test_both_committees_decide_before_it_is_approved(cast, opened):
    act(cast["curriculum_head"], services.submit_version, opened)
    with pytest.raises(StateConflict):
        act(cast["principal"], services.approve_version, opened, **DELIBERATION)
    act(cast["principal"], services.pass_version, opened, **DECISION)
    act(cast["principal"], services.send_version_back, opened, reason="시수를 줄입니다.")
    assert (fresh(opened).state, fresh(opened).curriculum_approval) == (CourseState.OPEN, None)
    approve(cast, opened)
    version = fresh(opened)
    assert version.state == CourseState.APPROVED
    with as_owner():
        assert version.steering_approval.number == "제2호"
    assert told("course_approved") == {"hr@example.com", "trainer@example.com"}
    for who in ("official", "student", "rival_hr"):
        with acting_as(cast[who].actor):
            assert CourseSection.objects.visible_to(cast[who]).filter(version=opened).exists()
            assert not CourseContribution.objects.visible_to(cast[who]).filter(version=opened).exists()


def test_an_approved_version_never_changes_whoever_asks(cast, opened):
    approve(cast, opened)
    section = only_section(opened)
    head = cast["curriculum_head"]
    with pytest.raises(PermissionDenied):
        act(
            head,
            services.edit_section,
            section,
            seen=section.revision,
            title="바꿈",
            content="",
            hours=1,
            position=1,
            units=[],
        )
    for statement in (
        "UPDATE curriculum_courseversion SET name = '바꿈' WHERE id = %s",
        "UPDATE curriculum_courseversion SET state = 'OPEN' WHERE id = %s",
        "DELETE FROM curriculum_courseversion WHERE id = %s",
        "UPDATE curriculum_coursesection SET hours = 1 WHERE version_id = %s",
        "DELETE FROM curriculum_coursesection WHERE version_id = %s",
        "INSERT INTO curriculum_coursesection (version_id, school_id, key, position, title, content, hours,"
        " revision) SELECT id, school_id, gen_random_uuid(), 9, '몰래', '', 1, 1"
        " FROM curriculum_courseversion WHERE id = %s",
    ):
        with as_owner(), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement, [opened.pk])


def test_a_course_counts_once_for_the_partner_over_all_versions(cast, opened):
    pledge = factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        kind=PledgeKind.COURSE,
        unit=Unit.COURSES,
        starts_on=TODAY - datetime.timedelta(days=30),
        ends_on=SOON,
    )
    accept(cast, wording(cast, opened))
    approve(cast, opened)
    following = act(cast["curriculum_head"], services.start_next_version, opened)
    assert act(cast["coordinator"], services.start_next_version, opened).pk == following.pk
    act(
        cast["coordinator"], services.ask_partners, following, partners=[cast.partners["company"]], until=SOON
    )
    accept(cast, wording(cast, following, content="다시 고침"), content="다시 고침")
    approve(cast, fresh(following))
    with as_owner():
        assert Delivery.objects.filter(pledge=pledge).count() == 1
    assert fresh(opened).state == CourseState.REPLACED
    with as_owner():
        difference = comparing.between(fresh(opened), fresh(following))
        assert [one.kind for one in difference] == [comparing.CHANGED]


def test_a_contribution_is_put_onto_a_text_that_has_moved_on():
    before = "가\n나\n다\n라"
    assert merged(before, before, "가\n나2\n다\n라") == ("가\n나2\n다\n라", False)
    assert merged(before, "가0\n나\n다\n라", "가\n나\n다\n라3") == ("가0\n나\n다\n라3", False)
    assert merged(before, "가\n나1\n다\n라", "가\n나2\n다\n라") == ("가\n나1\n나2\n다\n라", True)
    assert merged(before, "가\n다\n라", before) == ("가\n다\n라", False)
    assert merged("", "새 글", "새 글") == ("새 글", False)
