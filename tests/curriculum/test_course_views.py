"""Pages of courses and external programmes: what people read, and lists that cost the same however long."""

import datetime

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.rowlevel import acting_as
from curriculum.models import (
    CourseContribution,
    CoursePartner,
    CourseSection,
    ExternalProgramme,
    SessionAttendance,
)
from curriculum.states import ContributionKind, CourseState, ProgrammeStage, TableState
from tests import factories
from tests.authorization import as_owner

TODAY = timezone.localdate()


@pytest.fixture
def version(cast):
    found = factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.OPEN, name="새 과정")
    ours = {"consortium": cast.consortium, "school": cast.partners["school"]}
    with as_owner():
        CoursePartner.objects.create(version=found, partner=cast.partners["company"], **ours)
        CourseSection.objects.create(
            version=found, school=cast.partners["school"], title="단원", content="가\n나", hours=4
        )
    return found


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_subjects_of_two_curricula_are_told_apart_when_a_course_is_proposed(client, cast):
    facts = {"consortium": cast.consortium, "name": "음악", "kind": "GENERAL"}
    for generation in ("REVISED_2015", "REVISED_2022"):
        factories.SubjectFactory(generation=generation, **facts)
    client.force_login(cast["curriculum_head"].user)
    form = client.get("/paju/courses/propose/").context["form"]
    with acting_as(cast["curriculum_head"].actor):
        offered = [str(label) for _value, label in form.fields["subject"].choices]
    assert offered[1:] == ["음악 (2022 개정 교육과정, 보통 교과)", "음악 (2015 개정 교육과정, 보통 교과)"]


@pytest.mark.parametrize("who", ["curriculum_head", "hr", "student"])
def test_the_list_of_courses_costs_the_same_for_one_and_three(client, cast, who):
    factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.APPROVED)
    client.force_login(cast[who].user)
    one = queries(client, "/paju/courses/")
    for _more in range(2):
        factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.APPROVED)
    assert queries(client, "/paju/courses/") == one


def test_a_version_costs_the_same_however_much_was_contributed(client, cast, version):
    client.force_login(cast["curriculum_head"].user)
    path = f"/paju/courses/versions/{version.pk}/"
    offered = {
        "version": version,
        "consortium": cast.consortium,
        "school": cast.partners["school"],
        "partner": cast.partners["company"],
        "author": cast["hr"],
        "person": "현업",
        "kind": ContributionKind.COMMENT,
        "comment": "의견",
    }
    with as_owner():
        CourseContribution.objects.create(**offered)
    one = queries(client, path)
    with as_owner():
        for _more in range(2):
            CourseContribution.objects.create(**offered)
    assert queries(client, path) == one


def test_who_puts_a_course_before_the_committee_is_led_to_the_comment_without_an_answer(
    client, cast, version
):
    with as_owner():
        comment = CourseContribution.objects.create(
            version=version,
            consortium=cast.consortium,
            school=cast.partners["school"],
            partner=cast.partners["company"],
            author=cast["hr"],
            person="현업",
            kind=ContributionKind.COMMENT,
            comment="의견",
        )
    client.force_login(cast["curriculum_head"].user)
    path = f"/paju/courses/versions/{version.pk}/"
    page = client.get(path).text
    assert f'<a class="text-link" href="#contribution-{comment.pk}">' in page
    assert 'aria-disabled="true" aria-describedby="submit-waits"' in page
    assert client.post(f"{path}submit/")["location"] == f"{path}#contribution-{comment.pk}"
    with as_owner():
        CourseContribution.objects.filter(pk=comment.pk).delete()
    assert "aria-disabled" not in client.get(path).text
    assert client.post(f"{path}submit/")["location"] == path


def test_credit_is_offered_only_by_decisions_of_bodies_that_may_give_it(client, cast):
    made = [
        factories.ApprovalFactory(consortium=cast.consortium, body=body, document="사전 승인")
        for body in ("학교교육과정위원회", "학교운영위원회", "경기도교육청", "현장실습운영위원회")
    ]
    taken = factories.ProgrammeTableFactory(department=cast.department, state=TableState.APPROVED).approval
    client.force_login(cast["curriculum_head"].user)
    form = client.get("/paju/external/new/").context["form"]
    with acting_as(cast["curriculum_head"].actor):
        offered = dict(form.fields["approval"].choices)
    assert {getattr(one, "value", one) for one in offered} == {"", *(one.pk for one in made[:3])}
    assert taken.pk not in {getattr(one, "value", one) for one in offered}
    assert "2026. 11. 2. · 경기도교육청 " in " ".join(map(str, offered.values()))
    assert all("사전 승인" in str(label) for value, label in offered.items() if value)


def test_a_list_of_programmes_costs_the_same_for_one_and_three(client, cast):
    client.force_login(cast["lecturer"].user)
    facts = {
        "consortium": cast.consortium,
        "school": cast.partners["school"],
        "provider": cast.partners["university"],
        "description": "과정",
        "criteria": "추첨",
        "seats": 5,
    } | dict.fromkeys(("starts_on", "ends_on", "applies_from", "applies_until"), TODAY)
    with as_owner():
        ExternalProgramme.objects.create(name="하나", **facts)
    one = queries(client, "/paju/external/")
    with as_owner():
        for name in ("둘", "셋"):
            ExternalProgramme.objects.create(name=name, **facts)
    assert queries(client, "/paju/external/") == one


def test_a_unit_that_is_asked_for_comes_along_into_the_proposal(client, cast):
    unit = factories.UnitFactory()
    client.force_login(cast["hr"].user)
    page = client.get(f"/paju/courses/propose/?unit={unit.pk}")
    assert unit.code in page.content.decode()


def test_what_was_typed_stays_when_it_is_not_taken(client, cast, version):
    client.force_login(cast["hr"].user)
    with as_owner():
        section = version.sections.get()
    path = f"/paju/courses/versions/{version.pk}/contribute/?section={section.pk}"
    sent = {
        "section": section.pk,
        "seen": 1,
        "title": "",
        "content": "내가 쓴 글",
        "person": "현업",
        "hours": 1,
    }
    page = client.post(path, sent)
    assert page.status_code == 422
    assert "내가 쓴 글" in page.content.decode()


def test_whoever_words_an_old_section_reads_that_it_has_changed(client, cast, version):
    client.force_login(cast["hr"].user)
    with as_owner():
        section = version.sections.get()
    path = f"/paju/courses/versions/{version.pk}/contribute/?section={section.pk}"
    sent = {"section": section.pk, "seen": 9, "title": "단원", "content": "글", "person": "현업", "hours": 1}
    assert client.post(path, sent).status_code == 409


def test_the_difference_is_marked_for_the_school(client, cast, version):
    client.force_login(cast["hr"].user)
    with as_owner():
        section = version.sections.get()
    path = f"/paju/courses/versions/{version.pk}/contribute/?section={section.pk}"
    sent = {
        "section": section.pk,
        "seen": 1,
        "title": "단원",
        "content": "가\r\n다",  # as browsers send it
        "teaching_hours": 4,
        "person": "현업",
        "hours": 1,
    }
    assert client.post(path, sent).status_code == 302
    client.force_login(cast["curriculum_head"].user)
    page = client.get(f"/paju/courses/versions/{version.pk}/").content.decode()
    assert "<del>나</del><ins>다</ins>" in page


def test_a_lecturer_marks_everybody_with_one_form(client, cast):
    issued = factories.certified(cast.student, cast.partners["university"])
    with as_owner():
        programme = issued.participant.programme
        ExternalProgramme.objects.filter(pk=programme.pk).update(state="OPEN")
        ExternalProgramme.objects.filter(pk=programme.pk).update(state="SELECTED")
        session = programme.sessions.get()
    client.force_login(cast["lecturer"].user)
    path = f"/paju/external/sessions/{session.pk}/attendance/"
    assert "김가람" in client.get(path).content.decode()
    assert client.post(path, {}).status_code == 422
    marks = {f"participant_{issued.participant_id}": "LATE"}
    assert client.post(path, marks).status_code == 302
    with as_owner():
        assert session.attendances.get().presence == "LATE"
        session.refresh_from_db()
    assert session.closed_at is not None


def test_a_list_of_programmes_is_narrowed_by_the_words_it_says(client, cast):
    day = datetime.timedelta(days=1)
    facts = {
        "consortium": cast.consortium,
        "school": cast.partners["school"],
        "provider": cast.partners["university"],
        "description": "과정",
        "seats": 10,
        "criteria": "추첨",
        "applies_from": TODAY - 30 * day,
        "applies_until": TODAY - 20 * day,
    }
    stages = {
        "SELECTED": (ProgrammeStage.SELECTED, TODAY + day, TODAY + 2 * day),
        "UNDER_WAY": (ProgrammeStage.SELECTED, TODAY - day, TODAY + day),
        "ENDED": (ProgrammeStage.SELECTED, TODAY - 2 * day, TODAY - day),
        "FINISHED": (ProgrammeStage.FINISHED, TODAY - 2 * day, TODAY - day),
    }
    with as_owner(), pgtrigger.ignore("curriculum.ExternalProgramme:state_steps"):
        for name, (state, first, last) in stages.items():
            made = ExternalProgramme.objects.create(name=name, starts_on=first, ends_on=last, **facts)
            ExternalProgramme.objects.filter(pk=made.pk).update(state=state)
    client.force_login(cast["curriculum_head"].user)
    whole = client.get("/paju/external/")
    words = {one.name: one.state_words for one in whole.context["page"].rows}
    choices = dict(whole.context["filterset"].form.fields["state"].choices)
    for name in stages:
        found = client.get("/paju/external/", {"state": name}).context["page"].rows
        assert [one.name for one in found] == [name]
        assert str(choices[name]) == words[name]


def test_a_participant_reads_whether_they_were_there(client, cast):
    with as_owner(), pgtrigger.ignore("curriculum.ExternalProgramme:state_steps"):
        certificate = factories.certified(cast.student, cast.partners["university"])
        programme = certificate.participant.programme
        SessionAttendance.objects.filter(participant=certificate.participant).update(presence="LATE")
        ExternalProgramme.objects.filter(pk=programme.pk).update(state=ProgrammeStage.SELECTED)
    client.force_login(cast["student"].user)
    page = client.get(f"/paju/external/{programme.pk}/").text
    assert '<td data-label="출석">지각</td>' in page
    assert "확인 완료" not in page
