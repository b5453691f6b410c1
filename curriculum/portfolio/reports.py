"""The portfolio: what a student has learnt and shown, as a file that is theirs."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.languages import in_readers_language
from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.registry import Report, ReportContext, register
from curriculum.models import Attainment, Certificate, ProgrammeCertificate, Student
from curriculum.portfolio.credits import Standing
from curriculum.portfolio.plan import StudentPlan, plan_of
from curriculum.portfolio.qualifications import progress_of
from curriculum.terms import semester_in_words
from partners.states import Role

KEY = "portfolio"


def build(context: ReportContext) -> Document:
    """Who it is, credits, courses, competency units with their evidence, certificates."""
    member = context.member
    blocks = context.part("portfolio", lambda: _blocks(context))  # inside, it reads as the student
    return Document(
        title=_("Portfolio"),
        organisation=str(member.partner),
        reference_date=context.snapshot_at.astimezone().date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=(
            (_("Handling"), _("Made by the student. To whom it is given is the student's own decision.")),
        ),
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _blocks(context: ReportContext) -> list[Block]:
    rows = Student.objects.visible_to(context.member).select_related("department")
    student = rows.order_by("pk").last()
    if student is None:
        return [Item(_("No record belongs to this log-in yet."))]
    plan = plan_of(student, by=context.member)
    who = (
        _("Name: %(name)s") % {"name": student.name},
        _("Department: %(department)s") % {"department": student.department},
        _("Entry year: %(year)s") % {"year": student.entry_year},
    )
    return [
        Section(_("Student"), tuple(Item(line) for line in who)),
        Section(_("Credits"), (_credits(plan),)),
        Section(_("Courses taken"), (_courses(plan),)),
        Section(_("Competency units"), (_units(student, context),)),
        Section(_("Qualifications"), tuple(_qualifications(student, context))),
        Section(_("Programmes outside the school"), (_programmes(student, context),)),
    ]


def _credits(plan: StudentPlan) -> Table:
    columns = (
        Column(_("Area"), width=20),
        Column(_("Credits required"), 0),
        Column(_("Earned"), 0),
        Column(_("Under way"), 0),
    )
    rows = tuple((str(goal.label), goal.required, goal.earned, goal.under_way) for goal in plan.balance.goals)
    return Table(_("Credits earned"), _("(unit: credits)"), columns, rows)


def _courses(plan: StudentPlan) -> Table:
    columns = (
        Column(_("Semester"), width=12),
        Column(_("Subject taken"), width=30),
        Column(_("Credits"), 0),
        Column(_("Achievement level"), width=12),
        Column(_("Result"), width=14),
    )
    rows = tuple(
        (
            semester_in_words(term.number),
            course.name,
            course.credits,
            (course.enrolment and course.enrolment.achievement) or "-",
            str(course.standing.label),
        )
        for term in plan.terms
        for course in term.courses
        if (course.enrolment is not None or course.area is None)
        and course.standing in (Standing.EARNED, Standing.UNDER_WAY)
    )
    return Table(_("Courses by semester"), "", columns, rows or (("-", "-", 0, "-", "-"),))


def _units(student: Student, context: ReportContext) -> Table:
    columns = (
        Column(_("Competency unit"), width=34),
        Column(_("Code"), width=18),
        Column(_("Level"), 0, width=8),
        Column(_("Judged on"), width=14),
        Column(_("Evidence"), width=30),
    )
    found = (
        Attainment.objects.visible_to(context.member)
        .filter(student=student)
        .select_related("unit")
        .prefetch_related("unit__elements")
        .order_by("unit__code")
    )
    rows = tuple(
        (row.unit.in_words, row.unit.code, row.level, date_format(row.judged_on), row.evidence)
        for row in found
    )
    return Table(_("Competency units attained"), "", columns, rows or (("-", "-", None, "-", "-"),))


def _programmes(student: Student, context: ReportContext) -> Table:
    columns = (
        Column(_("Programme"), width=30),
        Column(_("Provider"), width=20),
        Column(_("Dates"), width=22),
        Column(_("Hours"), 1, width=8),
        Column(_("Credits"), 0, width=8),
    )
    certificates = (
        ProgrammeCertificate.objects.visible_to(context.member)
        .filter(student=student, withdrawn_at=None)
        .select_related("participant")
        .order_by("starts_on", "pk")
    )
    rows = tuple(
        (
            in_readers_language(one.programme_name, one.programme_name_en),
            one.provider_words,
            f"{date_format(one.starts_on)} ~ {date_format(one.ends_on)}",
            one.hours,
            one.participant.credits,
        )
        for one in certificates
    )
    return Table(_("Programmes completed"), "", columns, rows or (("-", "-", "-", None, None),))


def _qualifications(student: Student, context: ReportContext) -> list[Block]:
    certificates = Certificate.objects.visible_to(context.member).filter(student=student).order_by("on")
    columns = (
        Column(_("Certificate"), width=30),
        Column(_("Issuing body"), width=24),
        Column(_("Date"), width=14),
    )
    rows = tuple((row.name, row.issuer, date_format(row.on) if row.on else "-") for row in certificates)
    blocks: list[Block] = [Table(_("Certificates"), "", columns, rows or (("-", "-", "-"),))]
    blocks += [
        Item(
            _(
                "%(name)s: %(hours)s of %(whole)s hours attended (at least %(needed)s),"
                " %(missing)s units missing."
            )
            % {
                "name": one.row.qualification,
                "hours": f"{one.hours:g}",
                "whole": one.row.qualification.hours,
                "needed": one.needed,
                "missing": len(one.units_missing),
            }
        )
        for one in progress_of(student, by=context.member)
    ]
    return blocks


register(
    Report(
        key=KEY,
        title=gettext_lazy("Portfolio"),
        purpose=gettext_lazy("Your courses, credits and competency units as a file that is yours."),
        roles=frozenset({Role.STUDENT}),
        build=build,
        formats=("pdf",),
        order=10,
    )
)
