"""What refers to a partner, and what becomes of it when two entries turn out to be one organisation.

Everything that points at a partner is found in the models themselves, so that nothing is forgotten, and
goes over to the surviving entry. An app whose rows must stay where they are says so in its own
`references.py`, which is discovered at start:

    stays("placements.Consent", "recipient", unless=open_consents)

`unless` finds rows that forbid the merger for now, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import Partner

Obstacle = Callable[[Partner], "str | Promise"]


@dataclass(frozen=True)
class Reference:
    """One foreign key to partners, anywhere in the house."""

    model: type[models.Model]
    field: models.ForeignKey

    @property
    def key(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def rows_of(self, partner: Partner) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.field.name: partner.pk})


_staying: dict[str, Obstacle | None] = {}
# Kept by PostgreSQL, or the record of the merger itself.
DERIVED = {"partners.SearchKey.partner", "partners.Merger.absorbed", "partners.Partner.merged_into"}
# Said about an entry as it was; of the surviving one nobody said it.
DERIVED |= {"partners.Apart.first", "partners.Apart.second"}
SIGNED = "signing"  # the app whose rows are signatures and never change


def stays(model: str, field: str, *, unless: Obstacle | None = None) -> None:
    """Rows of this kind keep naming the entry that they name."""
    _staying[f"{model}.{field}"] = unless


def all_references() -> list[Reference]:
    """Every foreign key to partners, history apart: what was, stays as it was."""
    found = [
        Reference(relation.related_model, relation.field)
        for relation in Partner._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.field.remote_field.model is Partner
    ]
    return sorted(
        (one for one in found if not hasattr(one.model, "pgh_tracked_model") and one.key not in DERIVED),
        key=lambda one: one.key,
    )


def stays_where_it_is(reference: Reference) -> bool:
    return reference.key in _staying or reference.model._meta.app_label == SIGNED


def obstacles(absorbed: Partner) -> list[str]:
    """Why this entry cannot go into another one now."""
    found = (unless(absorbed) for unless in _staying.values() if unless)
    return [str(reason) for reason in found if reason]


def _leads_a_consortium(partner: Partner) -> str | Promise:
    return _("It carries a consortium.") if partner.led_consortia.exists() else ""


# Who signed stays who signed; where an entry took part stays known, so that its old address leads on.
stays("partners.Signatory", "partner")
stays("partners.SignatoryContact", "partner")
stays("partners.Amendment", "partner")
stays("partners.Participation", "partner")
stays("partners.AccessAnswer", "partner")  # what was answered about it in a review of access
stays("partners.Consortium", "school", unless=_leads_a_consortium)
