"""The demo: complete, the same every time, and each consortium to itself."""

import datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from consortium.accounts.models import User
from consortium.audit.models import AccessRecord
from consortium.governance.models import Figure
from consortium.notifications.models import Notification
from consortium.signing.models import Letter, Party, Signature
from consortium.signing.states import Method, PartyState
from curriculum.models import Attainment, CompetencyUnit, ProgrammeSession, Student, Survey
from curriculum.states import ProgrammeStage, StudentState, SurveyState
from partners.agreements.terms import effective_terms
from partners.demo import ACCOUNTS, PASSWORD
from partners.models import Agreement, Consortium, Delivery, Member, Partner, Pledge, ProgrammeStatus
from partners.states import AgreementState, DeliveryState, PledgeKind, ProgrammeState, Role, SourceKind
from placements.models import Candidate, Consent, Vacancy
from placements.states import CandidateState, ConsentStanding, VacancyState
from tests.authorization import as_owner

OURS = ("accounts", "audit", "curriculum", "governance", "notifications", "partners", "placements")


@pytest.fixture
def demo(db):
    with as_owner():
        call_command("load_demo", force=True)
        yield Consortium.objects.get(slug="paju")


def _counts():
    return {
        model._meta.label: model.objects.count()
        for app in OURS
        for model in apps.get_app_config(app).get_models()
    }


def test_a_second_run_changes_nothing(demo):
    before = _counts()
    call_command("load_demo", force=True)
    assert _counts() == before


def test_without_the_demo_mode_it_refuses(db, settings):
    settings.DEMO = False
    with as_owner():
        with pytest.raises(CommandError, match="PORTAL_DEMO"):
            call_command("load_demo")
        assert not Consortium.objects.exists()


def test_the_facts_of_paju_are_all_there(demo):
    real = Partner.objects.filter(participations__consortium=demo, is_demo=False)
    assert real.count() == 13
    facts = ("registration_number", "province", "district", "size", "address", "phone", "homepage")
    assert {value for row in real.values_list(*facts) for value in row} == {""}  # unknown stays unknown
    signed = {
        str(agreement.signed_on): (agreement.clauses.count(), agreement.signatories.count())
        for agreement in Agreement.objects.filter(consortium=demo, is_demo=False)
    }
    assert signed == {"2025-03-19": (3, 2), "2025-03-14": (2, 2)}
    history = ProgrammeStatus.objects.filter(consortium=demo).values_list("state", flat=True)
    assert list(history) == [
        ProgrammeState.AGREED,
        ProgrammeState.PRESENTED,
        ProgrammeState.NOT_SELECTED,
        ProgrammeState.PROVINCIAL_PILOT,
    ]


def test_invented_agreements_stand_in_every_state_and_their_terms_hold(demo):
    today = timezone.localdate()
    invented = Agreement.objects.filter(consortium=demo, is_demo=True)
    assert set(invented.values_list("state", flat=True)) == set(AgreementState)
    for agreement in invented.with_facts():
        in_force = effective_terms(agreement, today).in_force
        assert in_force == (agreement.state == AgreementState.IN_FORCE), agreement
    extended = invented.with_facts().get(title="현장실습 운영 업무협약")
    assert effective_terms(extended, today).applied == (1, 2)
    states = Party.objects.filter(document__consortium=demo).values_list("state", flat=True)
    assert {PartyState.SIGNED, PartyState.INVITED} <= set(states)
    assert set(Signature.objects.values_list("method", flat=True)) == set(Method)
    assert not Letter.objects.filter(sent_at=None).exists()


def test_every_account_logs_in_with_its_roles(demo):
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(PASSWORD)
        held = Member.objects.active().filter(user=user)
        assert {member.role for member in held} == set(account.roles)
        assert {member.partner and member.partner.code for member in held} == {account.partner or None}
    assert User.objects.count() == len(ACCOUNTS) == 17


def test_the_roster_has_three_departments_and_three_years(demo):
    students = Student.objects.filter(consortium=demo)
    assert students.count() == 120
    for grade in (1, 2, 3):
        departments = students.filter(grade=grade).values_list("department", flat=True)
        assert len(set(departments)) == 3
    assert set(students.values_list("state", flat=True)) == {
        StudentState.ENROLLED,
        StudentState.ON_LEAVE,
        StudentState.TRANSFERRED,
    }
    assert CompetencyUnit.objects.filter(attainments__isnull=False).distinct().count() == 7


def test_vacancies_consents_and_candidates_stand_in_every_state(demo):
    lgu = Partner.objects.get(code="LGU")
    assert set(Vacancy.objects.filter(company=lgu).values_list("state", flat=True)) == set(VacancyState)
    standings = {consent.standing for consent in Consent.objects.filter(recipient=lgu)}
    assert standings == set(ConsentStanding) - {ConsentStanding.REPLACED}
    waiting = Vacancy.objects.get(company=lgu, state=VacancyState.OPEN).candidates
    assert set(waiting.values_list("state", flat=True)) == set(CandidateState)


def test_the_student_with_a_log_in_has_consents_candidacies_and_readers(demo):
    student = Student.objects.get(user__email="student@saekyung.example")
    assert [consent.is_live for consent in student.consents.all()] == [True, True]
    states = set(student.candidacies.values_list("state", flat=True))
    assert states == set(CandidateState)
    assert AccessRecord.objects.filter(subjects__contains=[student.pk]).count() == 4
    assert Notification.objects.filter(recipient=student.user).exists()


def test_a_survey_that_waits_has_its_invitation_and_an_answered_one_its_answer_told(demo):
    told = set(Notification.objects.values_list("event", "url"))
    for survey in Survey.objects.filter(consortium=demo):
        answered = survey.state == SurveyState.ANSWERED
        assert survey.links.get().sent_at is None or answered  # the portal mails it once it runs
        assert (("curriculum/survey_answered", survey.get_absolute_url()) in told) == answered
    waiting = Survey.objects.get(consortium=demo, state=SurveyState.OPEN)
    hr = Member.objects.get(consortium=demo, role=Role.HR, partner=waiting.company)
    asked = Notification.objects.filter(recipient=hr.user, event="curriculum/survey_asked")
    assert [one.url for one in asked] == [waiting.get_absolute_url()]


def test_every_session_that_was_held_stands_in_the_ledger_where_it_was_promised(demo):
    held = ProgrammeSession.objects.filter(consortium=demo, closed_at__isnull=False)
    promised = [
        one
        for one in held.select_related("programme")
        if Pledge.objects.filter(
            partner=one.provider, kind=PledgeKind.INSTRUCTOR, starts_on__lte=one.on, ends_on__gte=one.on
        ).exists()
    ]
    rows = Delivery.objects.filter(source__object_id__in=[f"external-{one.pk}" for one in promised])
    found = dict(rows.filter(source__kind=SourceKind.LECTURE).values_list("source__object_id", "state"))
    assert found == {
        f"external-{one.pk}": DeliveryState.VERIFIED
        if one.programme.state == ProgrammeStage.FINISHED
        else DeliveryState.REPORTED
        for one in promised
    }


def test_what_is_invented_is_marked_and_dated_around_today(demo):
    today = timezone.localdate()
    assert demo.is_demo
    assert not Pledge.objects.filter(is_demo=False).exists()
    assert not Vacancy.objects.filter(is_demo=False).exists()
    assert not Delivery.objects.filter(on__gt=today).exists()
    assert not Attainment.objects.filter(judged_on__gt=today).exists()
    opened = Vacancy.objects.filter(state=VacancyState.OPEN)
    assert min(opened.values_list("starts_on", flat=True)) > today


@pytest.mark.parametrize(
    "today", [datetime.date(2026, 2, 27), datetime.date(2027, 3, 1), datetime.date(2028, 2, 29)]
)
def test_it_loads_on_any_day_of_the_year(db, monkeypatch, today):
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    with as_owner():
        call_command("load_demo", force=True)
        assert Student.objects.filter(consortium__slug="paju").count() == 120
        assert not Delivery.objects.filter(on__gt=today).exists()


def test_the_two_consortia_share_nothing(demo):
    other = Consortium.objects.get(slug="gaon")
    for model in (Student, Pledge, Vacancy, Consent, Candidate, Figure):
        assert model.objects.filter(consortium=other).exists()
    shared = Partner.objects.filter(participations__consortium=demo) & Partner.objects.filter(
        participations__consortium=other
    )
    assert not shared.exists()
    assert (
        not User.objects.filter(memberships__consortium=demo).filter(memberships__consortium=other).exists()
    )


def test_published_figures_mask_small_cells(demo):
    figures = Figure.objects.filter(consortium=demo)
    assert figures.filter(value__isnull=True).exclude(mark="").exists()
    people = figures.filter(indicator__counts_people=True, mark="")
    assert not people.filter(value__gt=0, value__lt=5, denominator=None).exists()


def test_nobody_elses_words_show_on_any_list_of_paju(demo, client, settings):
    """The second consortium's rows all carry one word; it never appears to members of the first."""
    settings.DEMO = True  # whose people have no second factor
    lists = (
        "",
        "partners/",
        "agreements/",
        "pledges/",
        "students/",
        "vacancies/",
        "candidates/",
        "notifications/",
    )
    for account in ACCOUNTS:
        if account.consortium != "paju":
            continue
        client.force_login(User.objects.get(email=account.email))
        for path in lists:
            page = client.get(f"/paju/{path}")
            assert page.status_code in {200, 403}, (account.email, path)
            assert "가온" not in page.content.decode(), (account.email, path)
