"""Long lists: pages by key instead of by number, so that the deepest page costs what the first one does."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

PLACE = "_place_{}"  # annotation: the value of the n-th order field
PLACE_PARAMETERS = ("after", "before")


@dataclass(frozen=True)
class Sort:
    """One way to order a list: field names from the most to the least significant, perhaps turned round."""

    fields: tuple[str, ...]
    turned: bool = False

    @property
    def name(self) -> str:
        """The field that the order is called by."""
        return self.fields[0].lstrip("-")

    @property
    def key(self) -> str:
        """How this order is called in an address: `grade`, or `-grade` when turned round."""
        return ("-" if self.turned else "") + self.name

    @property
    def descending(self) -> bool:
        return self.fields[0].startswith("-") != self.turned


@dataclass
class KeysetPage:
    """One page of a list, with the addresses of its neighbours (empty where there is none)."""

    rows: list[Any]
    sort: Sort
    sorts: tuple[str, ...]
    next_address: str
    previous_address: str
    first_address: str
    query: QueryDict

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def sort_address(self, key: str) -> str:
        """The address of this list ordered by `key`; the same order again turns it round."""
        return address(self.query, sort=f"-{key}" if self.sort.key == key else key)

    def aria_sort(self, key: str) -> str:
        """The value of `aria-sort` for the column of this key."""
        if self.sort.name != key:
            return "none"
        return "descending" if self.sort.descending else "ascending"


def paginate(
    queryset: models.QuerySet,
    request: HttpRequest,
    order: Sequence[Sequence[str]] = (("pk",),),
    size: int = 50,
) -> KeysetPage:
    """The page of `queryset` that the request's address asks for, in one query.

    `order` lists the orders a reader may choose with `?sort=`; the first is the one they get, and
    each is called by its first field. A field written `-field` goes down while the others go up.
    """
    choices = {fields[0].lstrip("-"): tuple(fields) for fields in order}
    return _Reader(queryset, request, choices, size).page()


class _Reader:
    def __init__(
        self, queryset: models.QuerySet, request: HttpRequest, choices: dict[str, tuple[str, ...]], size: int
    ) -> None:
        self.queryset = queryset
        self.request = request
        self.choices = choices
        self.size = size

    @cached_property
    def sort(self) -> Sort:
        asked = self.request.GET.get("sort", "")
        fields = self.choices.get(asked.lstrip("-"))
        if fields is None:
            return Sort(next(iter(self.choices.values())))
        return Sort(fields, turned=asked.startswith("-"))

    @cached_property
    def steps(self) -> list[Step]:
        """The order fields with their directions, and the primary key that makes the order total."""
        fields = [*self.sort.fields, "pk"]
        return [
            Step(index, name.lstrip("-"), name.startswith("-") != self.sort.turned, self.queryset.model)
            for index, name in enumerate(fields)
        ]

    def page(self) -> KeysetPage:
        for name, backward in (("after", False), ("before", True)):
            if name in self.request.GET:
                place = self.open(self.request.GET[name])
                if place is None:
                    messages.warning(
                        self.request, _("That place in the list no longer exists. This is the first page.")
                    )
                    break
                rows, more = self.read(place, backward=backward)
                if backward and not more:
                    break  # the beginning is reached: a full first page reads better than a short one
                return self.made(rows, more_after=backward or more, more_before=not backward or more)
        rows, more = self.read(None, backward=False)
        return self.made(rows, more_after=more, more_before=False)

    def read(self, place: list[Any] | None, *, backward: bool) -> tuple[list[Any], bool]:
        annotations = {step.annotation: F(step.name) for step in self.steps if step.name != "pk"}
        found = self.queryset.annotate(**annotations)
        if place is not None:
            found = found.filter(beyond(self.steps, place, backward=backward))
        found = found.order_by(*(step.ordering(backward=backward) for step in self.steps))
        rows = list(found[: self.size + 1])
        more = len(rows) > self.size
        rows = rows[: self.size]
        return (rows[::-1] if backward else rows), more

    def made(self, rows: list[Any], *, more_after: bool, more_before: bool) -> KeysetPage:
        query = self.request.GET
        return KeysetPage(
            rows=rows,
            sort=self.sort,
            sorts=tuple(self.choices),
            next_address=address(query, after=self.seal(rows[-1])) if rows and more_after else "",
            previous_address=address(query, before=self.seal(rows[0])) if rows and more_before else "",
            first_address=address(query),
            query=query,
        )

    def seal(self, row: Any) -> str:
        """The place of a row as an address may carry it: encrypted, because a sort value may be a name."""
        values = [step.value_of(row) for step in self.steps]
        text = json.dumps([self.name, values], default=_exactly)
        return _cipher("place").encrypt(text.encode()).decode().rstrip("=")

    def open(self, token: str) -> list[Any] | None:
        """The values that `seal()` put in, or None when the token is not one of this list and order."""
        try:
            padded = token + "=" * (-len(token) % 4)
            name, values = json.loads(_cipher("place").decrypt(padded.encode()))
        except (InvalidToken, ValueError):
            return None
        return values if name == self.name else None

    @property
    def name(self) -> str:
        return f"{self.queryset.model._meta.label}:{self.sort.key}"


class Step:
    """One field of a total order."""

    def __init__(self, index: int, name: str, descending: bool, model: type[models.Model]) -> None:
        self.name = name
        self.descending = descending
        self.annotation = "pk" if name == "pk" else PLACE.format(index)
        self.nullable = name != "pk" and _may_be_null(model, name)

    def value_of(self, row: Any) -> Any:
        if isinstance(row, dict):
            return row["pk"] if self.name == "pk" else row[self.annotation]
        return row.pk if self.name == "pk" else getattr(row, self.annotation)

    def goes_down(self, *, backward: bool) -> bool:
        return self.descending != backward

    def ordering(self, *, backward: bool) -> Any:
        """Missing values stand last, read forward; columns that know none keep their plain index."""
        down = self.goes_down(backward=backward)
        if not self.nullable:
            return F(self.annotation).desc() if down else F(self.annotation).asc()
        where = {"nulls_first": True} if backward else {"nulls_last": True}
        return F(self.annotation).desc(**where) if down else F(self.annotation).asc(**where)

    def beyond(self, value: Any, *, backward: bool) -> Q:
        """Rows that come after this value in the direction of reading."""
        if value is None:
            return Q(**{f"{self.annotation}__isnull": False}) if backward else Q(pk__in=[])
        further = Q(**{f"{self.annotation}__{'lt' if self.goes_down(backward=backward) else 'gt'}": value})
        if self.nullable and not backward:
            further |= Q(**{f"{self.annotation}__isnull": True})
        return further

    def same(self, value: Any) -> Q:
        if value is None:
            return Q(**{f"{self.annotation}__isnull": True})
        return Q(**{self.annotation: value})


def beyond(steps: list[Step], place: list[Any], *, backward: bool) -> Q:
    """The rows beyond a place in a total order.

    All in one direction and never missing: one comparison of rows, `(a, b, id) > (x, y, z)`, which an
    index answers at any depth. Otherwise the same spelt out field by field.
    """
    directions = {step.descending for step in steps}
    if len(directions) == 1 and not any(step.nullable for step in steps):
        lookup = TupleLessThan if steps[0].goes_down(backward=backward) else TupleGreaterThan
        return Q(lookup(Tuple(*(F(step.annotation) for step in steps)), tuple(place)))
    first = steps[0]
    found, equal = Q(pk__in=[]), Q()
    for step, value in zip(steps, place, strict=True):
        found |= equal & step.beyond(value, backward=backward)
        equal &= step.same(value)
    if not first.nullable:  # says once more what follows anyway, in a form that an index can start from
        found &= Q(
            **{f"{first.annotation}__{'lte' if first.goes_down(backward=backward) else 'gte'}": place[0]}
        )
    return found


def _may_be_null(model: type[models.Model], name: str) -> bool:
    """Whether any column on the way to this field may be empty; of an annotation we do not know."""
    for part in name.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model or model
    return False


def _exactly(value: Any) -> str:
    """A sort value as text that loses nothing: JSON's own way cuts moments to milliseconds."""
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _cipher(purpose: str) -> MultiFernet:
    """One for each purpose: what somebody typed must never pass for a place that we sealed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"{purpose} in a list {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def address(query: QueryDict, **changes: str) -> str:
    """This page's address with other parameters; a change of place or order drops the old place."""
    changed = query.copy()
    for name in PLACE_PARAMETERS:
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}" if changed else "?"


def sealed(text: str) -> str:
    """What somebody typed, as an address may carry it: a searched name does not belong into logs."""
    return _cipher("search").encrypt(text.encode()).decode().rstrip("=")


def unsealed(token: str) -> str:
    """The text that `sealed()` put in, or nothing when the token is not one of ours."""
    try:
        return _cipher("search").decrypt((token + "=" * (-len(token) % 4)).encode()).decode()
    except InvalidToken:
        return ""
