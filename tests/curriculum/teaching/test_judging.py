"""Judgements are all kept, and one result comes of them by the rule of the day."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from consortium.rowlevel import acting_as
from consortium.rules.models import Rule
from consortium.workflow import StateConflict
from curriculum.models import Attainment, Judgement, Offering
from curriculum.states import OfferingState, Outcome
from curriculum.teaching import rules
from curriculum.teaching.services import judging
from curriculum.teaching.services.judging import Finding
from tests import factories
from tests.authorization import as_owner
from tests.racing import at_once, by

QUIETLY = settings(max_examples=60)

JULY = datetime.date(2026, 7, 1)
AUGUST = datetime.date(2026, 8, 20)


def judge(cast, who, unit, finding):
    with acting_as(cast[who].actor):
        return judging.judge_student(cast.student, by=cast[who], units=[unit], finding=finding)[0]


def result(student, unit):
    with as_owner():
        return Attainment.objects.filter(student=student, unit=unit).first()


@pytest.mark.django_db
def test_the_latest_judgement_decides_and_all_of_them_stay(cast, unit):
    judge(cast, "teacher", unit, Finding(JULY, "수행평가", level=4))
    assert result(cast.student, unit).level == 4
    judge(cast, "coordinator", unit, Finding(AUGUST, "재평가", level=2))
    assert result(cast.student, unit) is None  # level 2 is not yet achieved
    judge(cast, "teacher", unit, Finding(JULY, "늦게 적은 7월의 평가", level=5))
    assert result(cast.student, unit) is None  # what was judged earlier does not decide
    with as_owner():
        assert Judgement.objects.filter(student=cast.student, unit=unit).count() == 3


@pytest.mark.django_db
def test_another_rule_lets_the_best_decide(cast, unit):
    with as_owner():
        Rule.objects.filter(code="attainment-result").update(
            threshold={"method": "best", "achieved_from_level": 3}
        )
    judge(cast, "teacher", unit, Finding(JULY, "수행평가", level=4))
    judge(cast, "teacher", unit, Finding(AUGUST, "재평가", level=2))
    found = result(cast.student, unit)
    assert (found.level, found.judged_on) == (4, JULY)


@pytest.mark.django_db
def test_a_correction_stands_in_the_place_of_a_judgement_and_both_stay(cast, unit):
    first = judge(cast, "teacher", unit, Finding(JULY, "수행평가", level=5))
    with acting_as(cast["teacher"].actor):
        judging.correct_judgement(
            first, by=cast["teacher"], finding=Finding(JULY, "수행평가", level=3), reason="잘못 적음"
        )
        with pytest.raises(StateConflict):
            judging.correct_judgement(first, by=cast["teacher"], finding=None, reason="또 고침")
    assert result(cast.student, unit).level == 3
    with as_owner():
        assert Judgement.objects.count() == 2


@pytest.mark.django_db
def test_lecturers_judge_in_their_own_course_and_see_no_more_of_students(cast, offering, unit):
    lecturer = cast["lecturer"]
    with acting_as(lecturer.actor):
        from curriculum.models import Enrolment  # noqa: PLC0415

        rows = list(Enrolment.objects.visible_to(lecturer).order_by("student_number"))
        made = judging.judge_class(
            offering,
            by=lecturer,
            unit=unit,
            judged_on=AUGUST,
            evidence="산출물",
            findings={rows[0].pk: (Outcome.ACHIEVED, 4)},
        )
    assert [row.judged_as for row in made] == ["LECTURER"]
    assert result(cast.student, unit).judged_by == lecturer
    with acting_as(cast["hr"].actor), pytest.raises(PermissionDenied):
        judging.judge_class(offering, by=cast["hr"], unit=unit, judged_on=AUGUST, evidence="x", findings={})
    with acting_as(lecturer.actor), pytest.raises(ValidationError):
        judging.judge_class(
            offering,
            by=lecturer,
            unit=factories.UnitFactory(),
            judged_on=AUGUST,
            evidence="x",
            findings={},
        )


@pytest.mark.django_db
def test_a_class_is_judged_in_its_term_until_settled_and_no_line_is_dropped(client, cast, offering, unit):
    client.force_login(cast["lecturer"].user)
    with as_owner():
        ours = offering.enrolments.first().pk

    def send(enrolment=ours, on=AUGUST):
        findings = [{"enrolment": enrolment, "level": 4}]
        sent = {"unit": unit.pk, "judged_on": on.isoformat(), "evidence": "산출물", "findings": findings}
        address = f"/api/v1/paju/offerings/{offering.pk}/judgements/"
        return client.post(address, sent, content_type="application/json")

    unknown = send(999_999)
    assert unknown.status_code == 400
    assert "999999" in unknown.content.decode()
    assert send(on=JULY).status_code == 400  # the course is one of the second semester
    assert send().status_code == 201
    with as_owner():
        Offering.objects.filter(pk=offering.pk).update(state=OfferingState.CLOSED)
    refused = send()
    assert refused.status_code == 403
    assert client.get(f"/paju/offerings/{offering.pk}/judge/").status_code == 403
    with as_owner():
        assert Judgement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_judges_at_once_the_second_sees_the_first(cast, unit):
    """Whoever commits last draws the result from both; neither writes over the other."""

    def judging_on(who, day, level):
        found = Finding(day, "평가", level=level)
        return by(cast[who], judging.judge_student, cast.student, units=[unit], finding=found)

    at_once(judging_on("teacher", AUGUST, 5), judging_on("coordinator", JULY, 3))
    with as_owner():
        assert Judgement.objects.count() == 2
    assert result(cast.student, unit).level == 5  # the later day, whoever came last


FINDINGS = st.lists(
    st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(1, 5)), st.booleans()), max_size=8
)


def _judgements(found):
    return [
        Judgement(
            pk=place,
            judged_on=JULY + datetime.timedelta(days=day),
            level=level,
            outcome=Outcome.ACHIEVED if (level >= 3 if level else achieved) else Outcome.NOT_YET,
        )
        for place, (day, level, achieved) in enumerate(found, start=1)
    ]


@QUIETLY
@given(FINDINGS)
def test_the_order_in_which_judgements_are_read_never_matters(found):
    rows = _judgements(found)
    for method in (rules.LATEST, rules.BEST):
        assert rules.deciding(rows, method) == rules.deciding(rows[::-1], method)


@QUIETLY
@given(FINDINGS)
def test_the_best_is_achieved_whenever_any_is(found):
    rows = _judgements(found)
    best = rules.deciding(rows, rules.BEST)
    assert (best is not None and best.outcome == Outcome.ACHIEVED) == any(
        one.outcome == Outcome.ACHIEVED for one in rows
    )
