"""The little language of row policies, and what `extend()` does to history."""

import pytest

from consortium.rowlevel import Kind, policies
from consortium.rowlevel.policies import allow, extend, protect, technical
from curriculum.models import CompetencyElement, Student


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(policies, "registry", {})


def grants(table):
    return [(rule.kind, rule.commands, rule.columns) for rule in policies.registry[table].allowed]


def test_a_protected_table_is_open_to_those_named_and_to_the_system():
    protect(Student, allow(Kind.SCHOOL, "select update"))
    everything = (Kind.SYSTEM, ("select", "insert", "update", "delete"), ())
    assert grants("curriculum_student") == [(Kind.SCHOOL, ("select", "update"), ()), everything]


def test_a_rule_for_the_system_replaces_its_right_to_everything():
    protect(CompetencyElement, allow(Kind.SYSTEM, "select"))
    assert grants("curriculum_competencyelement") == [(Kind.SYSTEM, ("select",), ())]


def test_placeholders_become_settings_that_are_read_once_and_match_nothing_when_unset():
    (rule,) = allow(Kind.SCHOOL, "select", "school_id = {partner}")
    assert rule.where == "school_id = (SELECT nullif(current_setting('app.partner', true), '')::bigint)"


def test_new_rows_are_checked_by_where_unless_a_check_is_given():
    (same,) = allow(Kind.SCHOOL, "insert", "a = {partner}")
    (other,) = allow(Kind.SCHOOL, "insert", "a = {partner}", check="b")
    assert (same.check, other.check) == (same.where, "b")


@pytest.mark.parametrize("commands", ["truncate", "select, insert", "SELECT", "all"])
def test_a_command_that_is_none_is_refused(commands):
    with pytest.raises(ValueError, match="Unknown commands"):
        allow(Kind.SCHOOL, commands)


def test_an_unknown_placeholder_is_refused():
    with pytest.raises(KeyError):
        allow(Kind.SCHOOL, "select", "school_id = {school}")


def test_columns_cannot_narrow_a_deletion():
    with pytest.raises(ValueError, match="deleted whole"):
        allow(Kind.SCHOOL, "delete", columns="state")


def test_history_takes_rows_from_writers_only_and_is_read_as_told():
    protect(
        Student,
        allow(Kind.SCHOOL, "select insert"),
        allow(Kind.STUDENT, "select"),
        history=allow(Kind.SCHOOL, "select"),
    )
    assert sorted((kind, commands) for kind, commands, _ in grants("curriculum_studentevent")) == [
        (Kind.SCHOOL, ("insert",)),
        (Kind.SCHOOL, ("select",)),
        (Kind.SYSTEM, ("insert",)),
        (Kind.SYSTEM, ("select",)),
    ]


def test_extend_opens_a_table_and_lets_a_new_writer_keep_history():
    protect(Student, allow(Kind.SCHOOL, "select insert"))
    before = grants("curriculum_studentevent")
    extend(Student, allow(Kind.COMPANY, "select"))
    assert grants("curriculum_studentevent") == before
    extend(Student, allow(Kind.COMPANY, "update"), allow(Kind.SCHOOL, "update"))
    assert grants("curriculum_studentevent") == [*before, (Kind.COMPANY, ("insert",), ())]


def test_a_technical_table_is_for_the_bare_log_in_and_the_system():
    technical("django_session", commands="select")
    kept = policies.registry["django_session"]
    assert (kept.bare_login, kept.row_level) == (("select",), False)
    assert [rule.kind for rule in kept.allowed] == [Kind.SYSTEM]
