"""The way of a table through the committees: submitted, taken or sent back, approved, replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit.reasons import says_why
from consortium.languages import in_both
from consortium.notifications.services import notify
from consortium.workflow import StateConflict
from curriculum.decisions import CURRICULUM, STEERING, Committee, refuse_unfit
from curriculum.models import ProgrammeRow, ProgrammeTable
from curriculum.programme import policies
from curriculum.programme.check import check
from curriculum.programme.rulebook import rulebook_of
from curriculum.programme.services.locks import lock_table
from curriculum.programme.totals import line_of
from curriculum.programme.workflow import APPROVE, REPLACE, SEND_BACK, SUBMIT, TAKE_BACK
from curriculum.states import TableState
from partners.models import Approval, Member
from partners.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consortium.workflow import Transition


@dataclass(frozen=True)
class Decision:
    """A committee's decision: one that is recorded already, or its body, day, number and document."""

    approval: Approval | None = None
    body: str = ""
    on: date | None = None
    number: str = ""
    document: str = ""


@transaction.atomic
def submit(table: ProgrammeTable, *, by: Member, remark: str = "") -> ProgrammeTable:
    """Bring a draft before the committees; where rules are broken, the remark says why all the same."""
    table = _begin(table, SUBMIT, by=by)
    rows = list(ProgrammeRow.objects.visible_to(by).filter(table=table).select_related("subject"))
    if not rows:
        raise ValidationError(_("The table has no rows yet. Add subjects first."))
    lines = [line_of(row) for row in rows]
    broken = [one for one in check(lines, rulebook_of(table.entry_year)) if one.is_broken]
    if broken and not says_why(remark):
        raise ValidationError({"remark": _("Rules are broken. Say why it goes before the committees.")})
    table.state, table.remark, table.sent_back_because = SUBMIT.target, remark.strip(), ""
    table.save(update_fields=["state", "remark", "sent_back_because"])
    _tell("submitted", table, [Role.PRINCIPAL], by=by)
    return table


@transaction.atomic
def take_back(table: ProgrammeTable, *, by: Member) -> ProgrammeTable:
    """Make it a draft again before anybody has decided."""
    table = _begin(table, TAKE_BACK, by=by)
    table.state = TAKE_BACK.target
    table.save(update_fields=["state"])
    return table


@transaction.atomic
def send_back(table: ProgrammeTable, *, by: Member, reason: str) -> ProgrammeTable:
    """A committee or the principal wants something changed; the writer is told what."""
    table = _begin(table, SEND_BACK, by=by)
    if not says_why(reason):
        raise ValidationError({"reason": _("Give the reason in a few words.")})
    table.state, table.sent_back_because = SEND_BACK.target, reason.strip()
    table.save(update_fields=["state", "sent_back_because"])
    _tell("sent_back", table, policies.SUBMITTERS, by=by)
    return table


@transaction.atomic
def approve(table: ProgrammeTable, *, by: Member, committee: Decision, steering: Decision) -> ProgrammeTable:
    """Both committees have deliberated: it holds now, and the version before it is replaced."""
    table = _begin(table, APPROVE, by=by)
    _rest_on(table, {CURRICULUM: committee, STEERING: steering}, by=by)
    same = ProgrammeTable.objects.visible_to(by).filter(
        department=table.department_id, entry_year=table.entry_year, state=TableState.APPROVED
    )
    for earlier in same.select_for_update(of=("self",)):
        REPLACE.enforce(earlier, by=by)
        earlier.state = REPLACE.target
        earlier.save(update_fields=["state"])
    table.state = APPROVE.target
    table.save(update_fields=["state", "committee_approval", "approval"])
    _tell("approved", table, policies.SUBMITTERS, by=by)
    return table


def _begin(table: ProgrammeTable, step: Transition, *, by: Member) -> ProgrammeTable:
    step.policy(by, table).require()
    locked = lock_table(table.pk, by=by)
    try:
        step.enforce(locked, by=by)
    except StateConflict:
        raise StateConflict(
            locked,
            _("Somebody was faster: this table is now “%(state)s”.") % {"state": locked.get_state_display()},
        ) from None
    return locked


def _rest_on(table: ProgrammeTable, decisions: dict[Committee, Decision], *, by: Member) -> None:
    """Name the committees' decisions in the table; what is wrong with both is said at once."""
    wrong: dict[str, list] = {}
    for committee, decision in decisions.items():
        try:
            approval = recorded(decision, committee.prefix, by=by)
            refuse_unfit(approval, table, committee, by=by)
        except ValidationError as error:
            error.update_error_dict(wrong)
        else:
            setattr(table, committee.field, approval)
    if wrong:
        raise ValidationError(wrong)


def recorded(decision: Decision, prefix: str = "", *, by: Member) -> Approval:
    """The decision as it is kept; entered twice it is kept once. `prefix` names the fields of a form."""
    if decision.approval is not None:
        return Approval.objects.visible_to(by).get(pk=decision.approval.pk)
    missing = [name for name in ("body", "on", "number") if not getattr(decision, name)]
    if missing:
        text = _("Choose a decision that is recorded, or enter body, date and number.")
        at = missing[0] if decision.on or decision.number else "approval"
        raise ValidationError({f"{prefix}{at}": text})
    if decision.on > timezone.localdate():
        raise ValidationError({f"{prefix}on": _("This date lies in the future.")})
    approval = Approval(
        consortium_id=by.consortium_id,
        body=decision.body,
        on=decision.on,
        number=decision.number,
        document=decision.document,
    )
    approval.clean_fields()
    same = Approval.objects.visible_to(by).filter(
        body=decision.body, on=decision.on, number=decision.number, consortium=by.consortium_id
    )
    found = same.first()
    if found is None:
        approval.save()
    return found or approval


def _tell(what: str, table: ProgrammeTable, roles: Iterable[str], *, by: Member) -> None:
    """Those of the school who go on with it; each step of each round is told once."""
    people = Member.objects.visible_to(by).active().filter(partner=table.school_id, role__in=list(roles))
    notify(
        f"curriculum/table_{what}",
        to=people.exclude(pk=by.pk).values_list("user", flat=True),
        context={
            "table": in_both(lambda: table),
            "consortium": table.consortium.in_both,
            "because": table.sent_back_because,
        },
        url=reverse("curriculum:table", args=[table.consortium.slug, table.pk]),
        consortium_id=table.consortium_id,
        key=f"{table.pk}-{timezone.now():%Y%m%d%H%M%S}",
    )
