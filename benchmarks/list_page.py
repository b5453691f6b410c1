"""A 50-row list page against the same template with constant rows, at 2,500 and 250,000 students.

    uv run --group test python -m benchmarks.list_page

Every round asks each page in turn; what is printed are medians over the rounds and their ratios. One
process, one connection, no network: the ratio counts, not the milliseconds.
"""

import statistics
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks import stage  # first: it prepares the environment
from consortium.accounts.models import User
from consortium.shell.lists import paginate
from curriculum.models import Student
from curriculum.roster.views.roster import ORDERS
from partners.models import Member
from tests.authorization import step_down, step_up

ROUNDS = 15
REQUESTS = 20  # in each round, for each page
ROWS = 50  # on a page


class Page:
    """One page as one person sees it in one database."""

    def __init__(self, name: str, database: str, email: str, route: str) -> None:
        self.name, self.database, self.route = name, database, route
        stage.look_at(database)
        step_up()
        user = User.objects.get(email=email)
        self.member = Member.objects.select_related("consortium").get(user=user)
        step_down()
        self.client = Client()
        self.client.force_login(user)
        self.seconds: list[float] = []

    @property
    def address(self) -> str:
        return f"/{self.member.consortium.slug}/{self.route}"

    def ask(self) -> None:
        response = self.client.get(self.address)
        if response.status_code != 200:
            raise SystemExit(f"{self.name}: {response.status_code} at {self.address}")

    def measure(self) -> None:
        """Seconds per request in this round, after two that warm the connection."""
        stage.look_at(self.database)
        self.ask()
        self.ask()
        begin = time.perf_counter()
        for _ in range(REQUESTS):
            self.ask()
        self.seconds.append((time.perf_counter() - begin) / REQUESTS)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def queries(self) -> int:
        stage.look_at(self.database)
        self.ask()
        with CaptureQueriesContext(connection) as captured:
            self.ask()
        return len(captured)


def deepest(page: Page) -> str:
    """The route of the last page of this roster, as a reader would reach it by paging to the end."""
    stage.look_at(page.database)
    step_up()
    in_order = Student.objects.filter(school=page.member.partner_id).order_by(*ORDERS[0], "pk")
    tail = [student.pk for student in in_order.reverse()[: 2 * ROWS]]
    last_two = paginate(
        Student.objects.filter(pk__in=tail), RequestFactory().get("/"), order=ORDERS, size=ROWS
    )
    step_down()
    return "students/" + last_two.next_address


def show(title: str, ratio: float, goal: str, met: bool) -> None:
    print(f"{title:<62} {ratio:5.2f}   goal {goal:<7} {'met' if met else 'NOT MET'}")


def main() -> None:
    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.ALLOWED_HOSTS = ["*"]
    small = stage.build("bench_2500", schools=1, archive=0)
    large = stage.build("bench_250000", schools=50, archive=125_000)
    first = Page("archive, first page", large.database, large.archivist, "students/")
    pages = {
        "small": Page("2,500 students", small.database, small.coordinator, "students/"),
        "large": Page("250,000 students", large.database, large.coordinator, "students/"),
        "constant": Page("constant rows", large.database, large.coordinator, "constant/"),
        "first": first,
        "deepest": Page("archive, deepest page", large.database, large.archivist, deepest(first)),
    }
    for _ in range(ROUNDS):
        for page in pages.values():
            page.measure()
    print(f"medians of {ROUNDS} interleaved rounds of {REQUESTS} requests\n")
    for page in pages.values():
        print(f"{page.name:<26} {page.median * 1000:7.2f} ms   {page.queries():3d} queries")
    speed = {name: 1 / page.median for name, page in pages.items()}
    print()
    ratio: Callable[[str, str], float] = lambda one, other: speed[one] / speed[other]  # noqa: E731
    show(
        "requests per second, 250,000 students : constant rows",
        r := ratio("large", "constant"),
        "≥ 0.7",
        r >= 0.7,
    )
    show("time, 250,000 students : 2,500 students", r := ratio("small", "large"), "≤ 1.1", r <= 1.1)
    show("time, deepest page : first page of 125,000 rows", r := ratio("first", "deepest"), "≤ 1.1", r <= 1.1)
    extra = pages["large"].queries() - pages["constant"].queries()
    show("queries beside the frame's own", extra, "≤ 6", extra <= 6)


if __name__ == "__main__":
    main()
