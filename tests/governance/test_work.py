"""What those who steer see on their home page."""

from consortium.governance import services, work
from consortium.rowlevel import acting_as
from tests.authorization import as_owner


def figures(member):
    with acting_as(member.actor):
        return work.figures(member)


def test_an_official_sees_four_figures_with_definition_and_date(stage):
    snapshot = services.publish_figures(stage.consortium.pk)
    found = figures(stage["official"])
    assert [(figure.label, figure.value) for figure in found] == [
        ("재학생 수", "52"),
        ("학생 1인당 이수 능력단위", found[1].value),
        ("지원자", "7"),
        ("제3자 제공 동의 (유효)", found[3].value),
    ]
    day = snapshot.reference_date
    assert all(f"기준일: {day.year}. {day.month}. {day.day}." in figure.definition for figure in found)


def test_before_the_first_publication_there_is_none(cast):
    assert figures(cast["official"]) == []


def test_a_trend_holds_only_what_was_published(stage):
    for _ in range(3):
        services.publish_figures(stage.consortium.pk)
    assert figures(stage["official"])[0].points == [52.0, 52.0, 52.0]


def test_roles_that_do_not_steer_see_none(stage):
    services.publish_figures(stage.consortium.pk)
    with as_owner():
        assert [work.figures(stage[name]) for name in ("hr", "student", "lecturer")] == [[], [], []]
