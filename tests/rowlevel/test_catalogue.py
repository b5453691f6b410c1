"""What stands in PostgreSQL's own catalogue, held against what the apps declare."""

import pytest
from django.apps import apps
from django.db import connection

from consortium.audit.reads import personal_models
from consortium.rowlevel import Kind
from consortium.rowlevel.install import install, web_login
from consortium.rowlevel.policies import registry
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db
ROLES = [kind.database_role for kind in Kind]
# Tables of people who log in; sessions and log-ins are read before anybody's role is known.
BEFORE_THE_ROLE = {
    "accounts_user",
    "accounts_apitoken",
    "partners_consortium",
    "partners_member",
    "partners_partner",
}


def rows(sql, params=()):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tables():
    return {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def test_every_table_is_classified_and_nothing_is_classified_that_is_not_there():
    assert tables() == set(registry)


def test_row_level_security_is_enabled_and_forced_wherever_it_is_declared():
    on = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND relrowsecurity AND relforcerowsecurity"
    )
    assert {name for (name,) in on} == {table for table, kept in registry.items() if kept.row_level}


def test_only_tables_of_the_framework_go_without_row_level_security():
    own = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if _is_ours(model)}
    without = {table for table, kept in registry.items() if not kept.row_level}
    assert without & own == {"accounts_user_groups", "accounts_user_user_permissions"}


def _is_ours(model):
    return model.__module__.split(".")[0] in {"consortium", "partners", "curriculum", "placements"}


def test_the_log_in_and_the_roles_are_nobody_special():
    special = rows(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        [[web_login(), *ROLES]],
    )
    assert special == []


def test_the_log_in_inherits_nothing_and_the_roles_cannot_log_in():
    found = dict(rows("SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY (%s)", [ROLES]))
    assert found == dict.fromkeys(ROLES, False)
    inherited = rows(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
        " JOIN pg_roles l ON l.oid = m.member WHERE l.rolname = %s AND m.inherit_option",
        [web_login()],
    )
    assert inherited == []


def test_neither_log_in_nor_roles_own_a_table():
    owned = rows("SELECT tablename FROM pg_tables WHERE tableowner = ANY (%s)", [[web_login(), *ROLES]])
    assert owned == []


def test_the_grants_are_exactly_those_declared():
    """Table grants and column grants, for every role and the log-in; nothing for PUBLIC."""
    declared = set()
    for table, kept in registry.items():
        declared |= {(web_login(), table, command.upper(), ()) for command in kept.bare_login}
        declared |= {
            (rule.kind.database_role, table, command.upper(), tuple(sorted(rule.columns)))
            for rule in kept.allowed
            for command in rule.commands
        }
    whole = rows(
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND grantee = ANY (%s)",
        [[web_login(), *ROLES, "PUBLIC"]],
    )
    narrow = rows(
        "SELECT a.rolname, c.relname, x.privilege_type, array_agg(t.attname::text ORDER BY t.attname::text)"
        " FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) x"
        " JOIN pg_roles a ON a.oid = x.grantee WHERE c.relnamespace = 'public'::regnamespace"
        " AND a.rolname = ANY (%s) GROUP BY 1, 2, 3",
        [[web_login(), *ROLES]],
    )
    granted = {(*row, ()) for row in whole} | {(*row[:3], tuple(row[3])) for row in narrow}
    assert granted == declared


def test_the_bare_log_in_has_no_grant_on_personal_tables_nor_their_history():
    personal = set(personal_models())
    assert len(personal) >= 10
    assert {table for table in personal if registry[table].bare_login} == set()


def test_the_only_own_tables_open_before_the_role_are_those_that_decide_it():
    own = {model._meta.db_table for model in apps.get_models() if _is_ours(model)}
    reading = {table for table in own if "select" in registry[table].bare_login}
    assert reading == BEFORE_THE_ROLE


def test_nobody_but_the_system_updates_or_deletes_history():
    history = [
        event._meta.db_table
        for model in apps.get_models()
        for event in getattr(model, "pgh_event_models", {}).values()
    ]
    assert history != []
    changed = {
        (table, rule.kind, command, rule.columns)
        for table in history
        for rule in registry[table].allowed
        for command in rule.commands
        if command not in ("select", "insert")
    }
    # A contact person may ask to be erased, and goes from the history too.
    person = ("name", "position", "phone", "email")
    assert changed == {("partners_contactevent", Kind.SYSTEM, "update", person)}


# Whoever teaches from outside keeps the class roster, of courses and programmes of their own; whoever
# checks a certificate knows its code. Otherwise nobody from outside reads of students.
ABOUT_STUDENTS = {
    Kind.UNIVERSITY: {
        "curriculum_enrolment",  # names and numbers of those whom one teaches
        "curriculum_attendance",  # who was in the lessons that one gave
        "curriculum_judgement",  # what one judged in one's own course
        "curriculum_participant",  # a number, and the name by consent; not which student it is
        "curriculum_sessionattendance",  # of these numbers
    },
    Kind.PUBLIC: {"curriculum_programmecertificate"},  # the one with the code, its name masked
}


def test_where_a_number_stands_for_a_student_nobody_from_outside_reads_which():
    for kind, table in (
        (Kind.UNIVERSITY, "curriculum_participant"),
        (Kind.UNIVERSITY, "curriculum_sessionattendance"),
        (Kind.PUBLIC, "curriculum_programmecertificate"),
    ):
        told = [rule for rule in registry[table].allowed if rule.kind is kind and "select" in rule.commands]
        assert all(rule.columns and "student_id" not in rule.columns for rule in told), table


@pytest.mark.parametrize(
    "kind",
    [Kind.OFFICIAL, Kind.EDUCATION, Kind.UNIVERSITY, Kind.ASSOCIATION, Kind.OPERATOR, Kind.LINK, Kind.PUBLIC],
)
def test_these_kinds_have_no_reading_grant_on_tables_about_students_but_those_named(kind):
    about_students = {
        table
        for table, (label, _) in personal_models().items()
        if not label.startswith(("partners.", "signing."))
    }
    readable = {
        table
        for table in about_students
        for rule in registry[table].allowed
        if rule.kind is kind and "select" in rule.commands
    }
    assert readable == ABOUT_STUDENTS.get(kind, set())


def test_installing_again_changes_nothing():
    with as_owner():
        assert install() == []


def test_a_policy_that_somebody_dropped_comes_back_when_its_declaration_changes(monkeypatch):
    """The fingerprint decides; a changed rule is a changed fingerprint."""
    kept = registry["curriculum_department"]
    monkeypatch.setattr(kept, "allowed", kept.allowed[:1])
    with as_owner():
        assert install() == ["curriculum_department"]
    left = rows("SELECT policyname FROM pg_policies WHERE tablename = 'curriculum_department' ORDER BY 1")
    rule = kept.allowed[0]
    assert [name for (name,) in left] == sorted(["owner", f"{rule.kind}_select_0"])
