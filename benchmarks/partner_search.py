"""Search as you type among 50,000 partners against raw SQL prefix search, and the list page's queries.

    uv run --group test python -m benchmarks.partner_search

The database's part is what PostgreSQL itself needs (EXPLAIN ANALYZE: planning and execution) for the rows
of the page. Ours runs as a member's role with every row policy and asks for the page's order; raw is the
same prefix search written by hand, as the tables' owner, without policies. The bare search for the
beginning of a name, which finds less, is printed beside them. Every round asks each in turn; medians.
"""

import json
import statistics
from collections import defaultdict

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks import stage  # first: it prepares the environment
from benchmarks.list_page import show
from consortium import hangul
from consortium.rowlevel import acting_as
from partners.models import Member, Partner
from partners.registry.filters import PartnerFilter
from tests import factories
from tests.authorization import step_down, step_up

ROUNDS = 25
PARTNERS = 50_000
ROWS = 51  # a page and the row that tells whether there is another
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"

INSERT = """
WITH made AS (
    INSERT INTO partners_partner (code, name, name_en, kind, could_contribute, note, hifive_id, consortia)
    SELECT 'B' || n,
           (SELECT string_agg(substr(%(syllables)s, 1 + floor(random() * 42)::int, 1), '')
            FROM generate_series(1, 3 + n %% 3) AS k)
           || (ARRAY['전자', '정밀', '테크', '산업', '로봇'])[1 + n %% 5],
           '', 'COMPANY', '{}', '', 'H' || n, 1
    FROM generate_series(1, %(count)s) AS n
    RETURNING id
)
INSERT INTO partners_participation (consortium_id, partner_id, joined_on, named_in_agreement)
SELECT %(consortium)s, id, '2025-03-19', false FROM made
"""
# What the triggers do row by row, at once.
KEYS = """
INSERT INTO partners_searchkey (consortium_id, partner_id, at_start, tail, initials)
SELECT %(consortium)s, p.id, key.at_start, key.tail, korean_initials(key.tail)
FROM partners_partner p, partner_search_tails(p.name, p.name_en, p.registration_number, p.hifive_id) AS key
WHERE p.code LIKE 'B%%'
"""
RAW = """
SELECT id, name FROM partners_partner
WHERE id = ANY (ARRAY(SELECT partner_id FROM partners_searchkey WHERE consortium_id = %s AND tail ^@ %s))
ORDER BY name, id LIMIT 51
"""
BEGINNING = "SELECT id, name FROM partners_partner WHERE name ^@ %s ORDER BY name, id LIMIT 51"


def build(database: str, count: int) -> Member:
    """A consortium with so many partners, one of whom the search is about."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}"')
    connection.settings_dict["NAME"] = database
    stage.call_command("migrate", verbosity=0)
    consortium = factories.ConsortiumFactory(slug="paju")
    factories.ParticipationFactory(consortium=consortium, partner=consortium.school)
    member = factories.MemberFactory(consortium=consortium, partner=consortium.school)
    step_up()
    values = {"syllables": SYLLABLES, "count": count, "consortium": consortium.pk}
    tables = ("partners_partner", "partners_participation")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SELECT setseed(0.14)")
        cursor.execute(INSERT, values)
        cursor.execute(KEYS, values)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
    return member


def seconds(sql: str, params: object) -> float:
    """What PostgreSQL needs to run this statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return (plan[0]["Planning Time"] + plan[0]["Execution Time"]) / 1000


def ours(member: Member, typed: str) -> tuple[str, tuple]:
    """The statement that finds the rows of the page for what is typed."""
    request = RequestFactory().get("/", {"q": typed})
    request.member = member
    known = Partner.objects.visible_to(member)
    rows = PartnerFilter(request.GET, known, request=request).qs.order_by("name", "pk")
    return rows.only("id", "name")[:ROWS].query.sql_with_params()


def queries_of_list(member: Member) -> int:
    step_down()
    client = Client()
    client.force_login(member.user)
    client.get("/paju/partners/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/paju/partners/?q=가나")
    if answer.status_code != 200:
        raise SystemExit(f"The list answers {answer.status_code}")
    return len(captured)


def measure(member: Member, typed: dict[str, str]) -> dict[str, list[float]]:
    """Seconds of each statement in each round."""
    times: dict[str, list[float]] = defaultdict(list)
    for _round in range(ROUNDS):
        for label, text in typed.items():
            step_up()
            times[f"raw, {label}"].append(seconds(RAW, [member.consortium_id, text]))
            times[f"beginning only, {label}"].append(seconds(BEGINNING, [text]))
            step_down()
            with acting_as(member.actor):
                times[f"ours, {label}"].append(seconds(*ours(member, text)))
    return times


def main() -> None:
    stage.settings.ALLOWED_HOSTS = ["*"]
    with_few = queries_of_list(build("bench_partners_50", 50))
    member = build("bench_partners_50000", PARTNERS)
    name = Partner.objects.filter(code="B777").get().name
    typed = {"two letters": name[:2], "three letters": name[:3], "consonants": hangul.initials(name[:4])}
    initials = typed.pop("consonants")
    times = measure(member, typed)
    with acting_as(member.actor):
        times["ours, initial consonants"] = [seconds(*ours(member, initials)) for _round in range(ROUNDS)]
    medians = {label: statistics.median(values) for label, values in times.items()}
    print(f"medians of {ROUNDS} interleaved rounds, {PARTNERS:,} partners in one consortium\n")
    for label, value in medians.items():
        print(f"{label:<34} {value * 1000:8.3f} ms")
    print()
    for label in typed:
        ratio = medians[f"ours, {label}"] / medians[f"raw, {label}"]
        show(f"database part of the search, {label} : raw SQL", ratio, "≤ 2", ratio <= 2)
    queries = queries_of_list(member)
    show("queries of the list, 50,000 partners : 50", queries / with_few, "= 1", queries == with_few)


if __name__ == "__main__":
    main()
