"""Who may bring lists; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.imports.registry import Target, targets_for
from consortium.verdict import Verdict, denied, only_if

if TYPE_CHECKING:
    from consortium.imports.models import Import
    from consortium.shell.people import Member


def imports_something(member: Member) -> Verdict:
    """The pages of imports are for those who may bring at least one kind of list."""
    return only_if(bool(targets_for(member)), _("There is no list that your role imports."))


def imports(member: Member, target: Target | None) -> Verdict:
    """A kind of list is brought by those whom its own policy names."""
    if target is None:
        return denied(_("This kind of list is no longer imported."))
    return target.policy(member)


def steers(member: Member, imported: Import) -> Verdict:
    """An import is carried on by whoever started it, as long as they may bring such a list."""
    own = only_if(imported.member_id == member.pk, _("This import belongs to somebody else."))
    return own & imports(member, imported.into)
