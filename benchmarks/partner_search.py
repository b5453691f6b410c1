"""Search as you type among 50,000 partners against raw SQL prefix search, and the list page's queries.

    uv run --group test python -m benchmarks.partner_search

The database's part is what PostgreSQL itself needs (EXPLAIN ANALYZE, execution time) for the rows of the
page: with everything that keeps foreign rows away, as a member's role, against the bare prefix search
`name ^@ … ORDER BY name LIMIT 51` as the tables' owner. Every round asks each in turn; medians and ratios.
"""

import json
import statistics

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks import stage  # first: it prepares the environment
from benchmarks.list_page import show
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
    INSERT INTO partners_partner (code, name, name_en, kind, could_contribute, note, hifive_id)
    SELECT 'B' || n,
           (SELECT string_agg(substr(%(syllables)s, 1 + (mod(place, 42))::int, 1), '')
            FROM (SELECT n::bigint * k * 7919 + k * k * 104729 + n / k AS place
                  FROM generate_series(1, 4 + n %% 3) AS k) AS letters)
           || (ARRAY['전자', '정밀', '테크', '산업', '로봇'])[1 + n %% 5],
           '', 'COMPANY', '{}', '', 'H' || n
    FROM generate_series(1, %(count)s) AS n
    RETURNING id
)
INSERT INTO partners_participation (consortium_id, partner_id, joined_on, named_in_agreement)
SELECT %(consortium)s, id, '2025-03-19', false FROM made
"""


def build(database: str, count: int) -> Member:
    """A consortium with so many partners; the search keys are made by the triggers, as in real life."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}"')
    connection.settings_dict["NAME"] = database
    stage.call_command("migrate", verbosity=0)
    consortium = factories.ConsortiumFactory(slug="paju")
    factories.ParticipationFactory(consortium=consortium, partner=consortium.school)
    member = factories.MemberFactory(consortium=consortium, partner=consortium.school)
    step_up()
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"syllables": SYLLABLES, "count": count, "consortium": consortium.pk})
        cursor.execute("VACUUM ANALYZE")
    return member


def seconds(sql: str, params: object = None) -> float:
    """What PostgreSQL needs to run this statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return plan[0]["Execution Time"] / 1000


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


def main() -> None:
    stage.settings.ALLOWED_HOSTS = ["*"]
    few = build("bench_partners_50", 50)
    with_few = queries_of_list(few)
    step_up()
    member = build("bench_partners_50000", PARTNERS)
    step_up()
    name = Partner.objects.order_by("code").filter(name__endswith="정밀").first().name
    raw_sql = "SELECT id, name FROM partners_partner WHERE name ^@ %s ORDER BY name, id LIMIT 51"
    typed = {"two letters": name[:2], "three letters": name[:3], "in the middle": name[2:5]}
    times: dict[str, list[float]] = {}
    for _round in range(ROUNDS):
        for label, text in typed.items():
            step_up()
            times.setdefault(f"raw {label}", []).append(seconds(raw_sql, [text]))
            step_down()
            with acting_as(member.actor):
                sql, params = ours(member, text)
                times.setdefault(label, []).append(seconds(sql, params))
                sql, params = ours(member, "ㄱㄴㄷ")
                times.setdefault("initial consonants", []).append(seconds(sql, params))
    medians = {label: statistics.median(values) for label, values in times.items()}
    print(f"medians of {ROUNDS} interleaved rounds, {PARTNERS:,} partners in one consortium\n")
    for label, value in medians.items():
        print(f"{label:<24} {value * 1000:8.3f} ms")
    print()
    for label in ("two letters", "three letters"):
        ratio = medians[label] / medians[f"raw {label}"]
        show(f"database part of the search, {label} : raw prefix search", ratio, "≤ 2", ratio <= 2)
    queries = queries_of_list(member)
    show(
        "queries of the list page, 50,000 partners : 50 partners",
        queries / with_few,
        "= 1",
        queries == with_few,
    )


if __name__ == "__main__":
    main()
