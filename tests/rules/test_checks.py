import datetime
import re

import pytest
from django.utils import translation

from consortium.rowlevel import Actor, Kind, acting_as
from consortium.rules import checks
from consortium.rules.models import Rule
from consortium.rules.reworded import EARLIER
from consortium.rules.services import TRANSLATED, load_rules, read_reference
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _as_the_public(db):
    """Law is public: even a visitor's database role reads the rules."""
    with acting_as(Actor(Kind.PUBLIC)):
        yield


@pytest.mark.parametrize(
    ("date", "won"),
    [
        (datetime.date(2024, 1, 1), 9_860),
        (datetime.date(2025, 12, 31), 10_030),
        (datetime.date(2026, 1, 1), 10_320),
        (datetime.date(2027, 6, 1), 10_700),
    ],
)
def test_the_row_that_holds_on_the_day_is_the_one_that_counts(date, won):
    assert checks.rule_on("minimum-wage", date).value("won_per_hour") == won


def test_outside_every_period_nobody_guesses():
    with pytest.raises(checks.NoRule):
        checks.rule_on("minimum-wage", datetime.date(2028, 1, 1))


def test_a_later_row_takes_over_on_its_first_day():
    begins = datetime.date(2026, 12, 1)
    with as_owner():
        Rule.objects.create(
            code="consent-guardian-age",
            title="바뀐 기준",
            article="새 조문",
            source="시험",
            effective_from=begins,
            threshold={"age": 18},
            confirmed=True,
        )
    eighteen = datetime.date(2008, 11, 1)
    with acting_as(Actor(Kind.PUBLIC)):  # stepping up to owner has put the role back
        assert not checks.may_consent_alone(eighteen, begins - datetime.timedelta(days=1))
        assert checks.may_consent_alone(eighteen, begins)


@pytest.mark.parametrize(
    ("birth_date", "alone"),
    [
        (datetime.date(2007, 11, 23), True),  # nineteen today
        (datetime.date(2007, 11, 24), False),  # nineteen tomorrow
        (datetime.date(2009, 5, 1), False),
        (None, False),
    ],
)
def test_the_guardian_is_needed_until_the_nineteenth_birthday(birth_date, alone):
    assert bool(checks.may_consent_alone(birth_date, DAY)) is alone


def test_the_reason_names_article_and_day_and_warns_while_unconfirmed():
    with translation.override("en"):
        reason = checks.may_consent_alone(datetime.date(2009, 5, 1), DAY).reason
    assert reason == (
        "Under the age of 19: the guardian must consent too "
        "(Elementary and Secondary Education Act, Article 30-6, as of 23 November 2026; unconfirmed)."
    )


def test_a_confirmed_rule_is_cited_without_a_warning():
    with translation.override("en"):
        cite = checks.rule_on("consent-contents", DAY).cite(DAY)
    assert cite == "Personal Information Protection Act, Article 17(2), as of 23 November 2026"


@pytest.mark.parametrize("missing", ["recipient", "purpose", "items", "retention", "refusal"])
def test_a_consent_that_leaves_out_one_of_the_five_is_refused(missing):
    given = dict.fromkeys(["recipient", "purpose", "items", "retention", "refusal"], "yes")
    assert checks.names_what_consent_must_name(given, DAY)
    assert not checks.names_what_consent_must_name(given | {missing: ""}, DAY)


def test_family_and_looks_may_not_be_asked_but_skills_may():
    forbidden = checks.forbidden_questions(DAY)
    assert ("family_job" in forbidden, "competencies" in forbidden, len(forbidden)) == (True, False, 9)


def test_access_records_are_kept_for_two_years():
    assert checks.access_records_kept_since(DAY) == datetime.date(2024, 11, 23)
    assert checks.access_records_kept_since(datetime.date(2028, 2, 29)) == datetime.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (datetime.date(2008, 2, 29), datetime.date(2027, 2, 28), 18),
        (datetime.date(2008, 2, 29), datetime.date(2027, 3, 1), 19),
    ],
)
def test_a_leap_day_child_ages_on_the_first_of_march(born, on, age):
    assert checks.age_on(born, on) == age


def test_loading_again_adds_nothing_and_keeps_what_somebody_corrected():
    with as_owner():
        Rule.objects.filter(code="training-hours").update(confirmed=False, note="확인 중")
        assert load_rules() == 0
        assert Rule.objects.get(code="training-hours").note == "확인 중"


def test_english_words_that_came_later_are_added_where_nobody_changed_the_korean_ones():
    with as_owner():
        hours, age = "training-hours", "consent-guardian-age"
        Rule.objects.filter(code=hours).update(article_en="", source="학교 회의", source_en="")
        Rule.objects.filter(code=age).update(article_en="Own words")
        load_rules()
        first, second = Rule.objects.filter(code=hours).first(), Rule.objects.filter(code=age).first()
    assert "Act" in first.article_en
    assert first.source_en == ""
    assert second.article_en == "Own words"


def test_a_rule_that_was_reworded_is_brought_up_to_date_where_nobody_put_in_words_of_their_own():
    achievement, attendance = "completion-achievement", "completion-attendance"
    with as_owner():
        for (code, field), ((korean, english), *_older) in EARLIER.items():
            Rule.objects.filter(code=code).update(**{field: korean, f"{field}_en": english})
        Rule.objects.filter(code=achievement).update(title="우리 학교의 공통과목 기준", summary_en="")
        load_rules()
        found = {rule.code: rule for rule in Rule.objects.all()}
    reference = {rule.code: rule for rule in read_reference()}
    assert found[attendance].title == reference[attendance].title == "과목 이수 기준"
    assert found[attendance].title_en == reference[attendance].title_en
    assert found[achievement].title == "우리 학교의 공통과목 기준"
    assert found[achievement].title_en == "Completing a common subject: achievement"
    assert found[achievement].summary_en == reference[achievement].summary_en
    for code, field in EARLIER.keys() - {(achievement, "title")}:
        assert getattr(found[code], field) == getattr(reference[code], field)


def test_every_reference_rule_reads_in_both_languages():
    thin = [
        (rule.code, field)
        for rule in read_reference()
        for field in TRANSLATED
        if bool(getattr(rule, field)) != bool(getattr(rule, f"{field}_en"))
    ]
    nameless = [rule.code for rule in read_reference() if not (rule.title and rule.article and rule.source)]
    assert thin == nameless == []


def test_an_english_reader_is_told_the_article_in_english():
    with as_owner():
        rule = Rule.objects.filter(code="consent-guardian-age").first()
    with translation.override("en"):
        assert not re.search("[가-힣]", rule.cite(DAY) + rule.source_words + rule.note_words)
    with translation.override("ko"):
        assert rule.article in rule.cite(DAY)


def test_the_name_of_a_rule_is_followed_by_one_colon_only():
    """Pages print “name: threshold”, so a colon in the name would be the second one."""
    for rule in read_reference():
        assert ":" not in rule.title + rule.title_en
