"""Two entries that are one organisation: what goes over, what stays, and what forbids it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from partners.models import Apart, Member, Merger, Participation, Partner
from partners.registry import policies
from partners.registry.references import Reference, all_references, obstacles, stays_where_it_is

# Where both entries have the same row, the survivor's counts and the other's stays on record.
LEFT_WHERE_BOTH_HAVE_IT = {"partners.Logo.partner", "partners.AssociationMembership.company"}


@dataclass(frozen=True)
class Line:
    """Rows of one kind that refer to the absorbed entry."""

    label: str
    count: int


@dataclass(frozen=True)
class Merge:
    """What a merger would do."""

    absorbed: Partner
    survivor: Partner
    moving: list[Line]
    staying: list[Line]
    obstacles: list[str]


def preview_merger(absorbed: Partner, survivor: Partner, *, by: Member) -> Merge:
    """What would go over, what would stay and what stands in the way; changes nothing."""
    policies.merges(by, absorbed, survivor).require()
    with acting_as(SYSTEM):
        counted = [(one, one.rows_of(absorbed).count()) for one in all_references()]
        present = [(one, count) for one, count in counted if count]
        return Merge(
            absorbed,
            survivor,
            moving=[Line(one.label, n) for one, n in present if not stays_where_it_is(one)],
            staying=[Line(one.label, n) for one, n in present if stays_where_it_is(one)],
            obstacles=[*obstacles(absorbed), *_collisions(absorbed, survivor)],
        )


@transaction.atomic
def merge_partners(absorbed: Partner, survivor: Partner, *, by: Member, reason: str) -> Merger:
    """Make two entries one: everything that can goes over, and the old address leads to the survivor.

    It runs as the system, because it touches rows of every app; who may is decided before.
    """
    pair = {absorbed.pk, survivor.pk}
    if len(pair) != 2:
        raise ValidationError(_("These are one entry already."))
    with acting_as(SYSTEM):
        locked = {
            row.pk: row for row in Partner.objects.select_for_update().filter(pk__in=pair).order_by("pk")
        }
        absorbed, survivor = locked[absorbed.pk], locked[survivor.pk]
        policies.merges(by, absorbed, survivor).require()
        if absorbed.merged_into_id or survivor.merged_into_id:
            raise StateConflict(survivor, _("One of these entries has been merged in the meantime."))
        if refusals := [*obstacles(absorbed), *_collisions(absorbed, survivor)]:
            raise ValidationError(refusals)
        moved = _move(absorbed, survivor)
        _take_part_like(absorbed, survivor)
        Partner.objects.filter(merged_into=absorbed).update(merged_into=survivor)
        absorbed.merged_into = survivor
        absorbed.save(update_fields=["merged_into"])
        return Merger.objects.create(absorbed=absorbed, survivor=survivor, by=by, reason=reason, moved=moved)


@transaction.atomic
def tell_apart(one: Partner, other: Partner, *, by: Member) -> Apart:
    """These two are two organisations: the pair is not suggested again; saying it twice changes nothing."""
    policies.tells_apart(by, one, other).require()
    first, second = sorted([one, other], key=lambda partner: partner.pk)
    pair, _made = Apart.objects.get_or_create(
        consortium=by.consortium, first=first, second=second, defaults={"by": by}
    )
    return pair


@transaction.atomic
def suggest_again(one: Partner, other: Partner, *, by: Member) -> None:
    """The two may be one organisation after all; who had said otherwise stays in the history."""
    policies.tells_apart(by, one, other).require()
    first, second = sorted([one.pk, other.pk])
    Apart.objects.visible_to(by).filter(first=first, second=second).delete()


def _move(absorbed: Partner, survivor: Partner) -> dict[str, int]:
    """Point everything that may move at the survivor; returns how many rows of each kind."""
    if survivor.head_office_id == absorbed.pk:
        Partner.objects.filter(pk=survivor.pk).update(head_office=None)
    moved = {}
    for one in all_references():
        if stays_where_it_is(one):
            continue
        rows = one.rows_of(absorbed)
        if one.key in LEFT_WHERE_BOTH_HAVE_IT:
            rows = rows.exclude(pk__in=_colliding(one, absorbed, survivor))
        try:
            with transaction.atomic():
                count = rows.update(**{one.field.name: survivor})
        except DatabaseError as error:
            raise ValidationError(
                _("“%(kind)s” of this entry cannot change: nothing was merged.") % {"kind": one.label}
            ) from error
        if count:
            moved[one.key] = count
    return moved


def _take_part_like(absorbed: Partner, survivor: Partner) -> None:
    """The survivor takes part wherever the absorbed entry did, from the earlier day on."""
    for place in Participation.objects.filter(partner=absorbed):
        own, made = Participation.objects.get_or_create(
            consortium=place.consortium,
            partner=survivor,
            defaults={
                "joined_on": place.joined_on,
                "left_on": place.left_on,
                "named_in_agreement": place.named_in_agreement,
            },
        )
        if not made:
            own.joined_on = min(own.joined_on, place.joined_on)
            own.left_on = None if None in (own.left_on, place.left_on) else max(own.left_on, place.left_on)
            own.named_in_agreement = own.named_in_agreement or place.named_in_agreement
            own.save(update_fields=["joined_on", "left_on", "named_in_agreement"])


def _collisions(absorbed: Partner, survivor: Partner) -> list[str]:
    """Rows that both entries have and that can exist once only: somebody decides about them first."""
    return [
        str(_("Both entries have the same row in “%(kind)s”: end one of them first.") % {"kind": one.label})
        for one in all_references()
        if not stays_where_it_is(one)
        and one.key not in LEFT_WHERE_BOTH_HAVE_IT
        and _colliding(one, absorbed, survivor)
    ]


def _colliding(one: Reference, absorbed: Partner, survivor: Partner) -> list[object]:
    """The absorbed entry's rows that a unique constraint would refuse beside the survivor's."""
    found: list[object] = []
    for others, condition in _unique_sets(one):
        rows, theirs = one.rows_of(absorbed), one.rows_of(survivor)
        if condition is not None:
            rows, theirs = rows.filter(condition), theirs.filter(condition)
        same = {name: models.OuterRef(name) for name in others}
        found += rows.filter(models.Exists(theirs.filter(**same))).values_list("pk", flat=True)
    return found


def _unique_sets(one: Reference) -> list[tuple[list[str], models.Q | None]]:
    """The fields beside the partner that must differ, for each unique constraint with the partner in it."""
    name = one.field.name
    sets = [
        ([field for field in constraint.fields if field != name], constraint.condition)
        for constraint in one.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields
    ]
    return [*sets, ([], None)] if one.field.unique else sets
