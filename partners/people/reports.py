"""Rights of a day and access reviews as files, for whoever inspects how access is managed."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.registry import Report, ReportContext, register
from partners.models import AccessReview, Member
from partners.people.policies import ADMINISTRATORS
from partners.people.reviews import Question, questions_of
from partners.people.rights import Right, rights_on
from partners.states import Role

RIGHTS, REVIEWS = "rights", "access-reviews"
READERS = ADMINISTRATORS | {Role.PRINCIPAL}
LOOK_BACK = timedelta(days=366)  # of a file that is not about one review


def build_rights(context: ReportContext) -> Document:
    """Who had which right on the day asked for."""
    asked = context.parameters.get("day")
    day = date.fromisoformat(asked) if asked else context.snapshot_at.astimezone().date()
    blocks = context.part("rights", lambda: [_rights_table(context.member, day)])
    return _document(context, _("Rights of access"), day, blocks)


def _rights_table(member: Member, day: date) -> Block:
    columns = (
        Column(_("Organisation"), width=24),
        Column(_("Person"), width=14),
        Column(_("E-mail address"), width=28),
        Column(_("Role"), width=20),
        Column(_("Begins on"), width=12),
        Column(_("Until"), width=12),
        Column(_("Invited by"), width=14),
    )
    rows = tuple(_right(one) for one in rights_on(member, day))
    return Table(_("Who had which right"), "", columns, rows, notes=(_("Students are left out."),))


def _right(one: Right) -> tuple[str, ...]:
    return (
        str(one.member.partner),
        str(one.member.user),
        one.member.user.email,
        str(one.member.get_role_display()),
        _day(one.member.valid_from),
        _day(one.until),
        one.invited_by,
    )


def build_reviews(context: ReportContext) -> Document:
    """One access review, or all of the last year: who was asked about, what was answered by whom and when."""
    blocks = context.part("reviews", lambda: _reviews(context))
    return _document(context, _("Access reviews"), context.snapshot_at.astimezone().date(), blocks)


def _reviews(context: ReportContext) -> list[Block]:
    known = AccessReview.objects.visible_to(context.member).select_related("partner", "consortium")
    one = context.parameters.get("review")
    recent = timezone.localdate(context.snapshot_at) - LOOK_BACK
    found = known.filter(pk=one) if one else known.filter(opened_on__gte=recent)
    sections = [
        Section(
            f"{review.partner} ({_day(review.opened_on)})",
            (
                Item(_("State: %(state)s") % {"state": review.get_state_display()}),
                Item(_("Due on: %(day)s") % {"day": _day(review.due_on)}),
                Item(_("Basis: %(basis)s") % {"basis": review.basis}),
                _answers_table(questions_of(review)),
            ),
        )
        for review in found.order_by("-opened_on", "partner__name")
    ]
    return sections or [Item(_("There is no access review yet."))]


def _answers_table(questions: list[Question]) -> Table:
    columns = (
        Column(_("Person"), width=14),
        Column(_("Role"), width=20),
        Column(_("Last log-in"), width=12),
        Column(_("Answer"), width=14),
        Column(_("Answered by"), width=14),
        Column(_("Answered on"), width=12),
    )
    return Table(_("Who still belongs"), "", columns, tuple(_answered(one) for one in questions))


def _answered(question: Question) -> tuple[str, ...]:
    answer = question.answer
    login = answer.last_login_at if answer else question.activity.login_at
    return (
        str(question.member.user),
        str(question.member.get_role_display()),
        _day(timezone.localdate(login)) if login else "",
        str(answer.get_answer_display()) if answer else _("no answer yet"),
        str(answer.answered_by.user) if answer else "",
        _day(timezone.localdate(answer.answered_at)) if answer else "",
    )


def _document(context: ReportContext, title: str, day: date, blocks: list[Block]) -> Document:
    member = context.member
    return Document(
        title=title,
        organisation=str(member.partner),
        reference_date=day,
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=(
            (_("Made by"), str(member)),
            (_("Handling"), _("Holds personal data. Do not pass it on; delete it after use.")),
        ),
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _day(day: date | None) -> str:
    return f"{day.year}. {day.month}. {day.day}." if day else ""


register(
    Report(
        key=RIGHTS,
        title=gettext_lazy("Rights of access"),
        purpose=gettext_lazy("Who had which right on a day, for inspections of access management."),
        roles=READERS,
        build=build_rights,
        formats=("xlsx",),
        personal=True,
        order=70,
    )
)
register(
    Report(
        key=REVIEWS,
        title=gettext_lazy("Access reviews"),
        purpose=gettext_lazy("What was answered in the regular review of access, and by whom."),
        roles=READERS,
        build=build_reviews,
        formats=("pdf", "xlsx"),
        personal=True,
        order=71,
    )
)
