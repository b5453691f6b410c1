"""All judgements of one student in one unit, and how one result comes of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.shell.forms import sent, show_refusal
from curriculum.models import Attainment, CompetencyUnit, Judgement
from curriculum.roster.views.frame import find_student
from curriculum.roster.views.frame import show as show_student
from curriculum.teaching import policies, rules
from curriculum.teaching.forms import CorrectJudgementForm, JudgementForm
from curriculum.teaching.services import judging


def judgements(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Every judgement with judge, day and evidence; the rule; and a form for one more."""
    student = find_student(request, pk)
    unit_ = get_object_or_404(
        CompetencyUnit.objects.visible_to(request.member).prefetch_related("elements"), pk=unit
    )
    may_judge = policies.judges(request.member, student)
    if request.method == "POST":
        may_judge.require()
    form = JudgementForm(sent(request), initial={"judged_on": timezone.localdate()})
    if form.is_valid():
        try:
            judging.judge_student(student, by=request.member, units=[unit_], finding=form.finding_made())
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The judgement is kept. The result follows the rule below."))
            return redirect(request.path)
    today = timezone.localdate()
    rule = rules.result_rule(today)
    return show_student(
        request,
        "curriculum/teaching/judgements.html",
        student,
        tab="curriculum:competencies",
        unit=unit_,
        rows=_rows(request, student.pk, unit),
        result=Attainment.objects.visible_to(request.member).filter(student=student, unit=unit).first(),
        rule=rule,
        cite=rule.cite(today),
        form=form,
        may_judge=may_judge,
        status=422 if form.errors else 200,
    )


def _rows(request: HttpRequest, student: int, unit: int) -> list[dict[str, object]]:
    found = (
        Judgement.objects.visible_to(request.member)
        .filter(student=student, unit=unit)
        .select_related("judged_by__user", "judged_by__partner", "offering__subject")
        .order_by("-judged_on", "-pk")
    )
    rows = list(found)
    replaced = {row.corrects_id for row in rows}
    return [
        {
            "row": row,
            "stands": row.pk not in replaced and row.outcome != "TAKEN_BACK",
            "may_correct": row.pk not in replaced
            and row.outcome != "TAKEN_BACK"
            and policies.corrects_judgement(request.member, row),
        }
        for row in rows
    ]


def correct(request: HttpRequest, pk: int, unit: int, judgement: int) -> HttpResponse:
    """Put a judgement right by another one, or take it back; the first one stays readable."""
    student = find_student(request, pk)
    row = get_object_or_404(
        Judgement.objects.visible_to(request.member).select_related("unit"),
        pk=judgement,
        student=student,
        unit=unit,
    )
    policies.corrects_judgement(request.member, row).require()
    form = CorrectJudgementForm(
        sent(request),
        initial={
            "finding": str(row.level or row.outcome),
            "judged_on": row.judged_on,
            "evidence": row.evidence,
        },
    )
    if form.is_valid():
        try:
            judging.correct_judgement(
                row,
                by=request.member,
                finding=form.finding_made(),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The correction stands in its place. Both stay readable."))
            return redirect("curriculum:judgements", request.member.consortium.slug, student.pk, unit)
    return show_student(
        request,
        "curriculum/teaching/correct_judgement.html",
        student,
        tab="curriculum:competencies",
        form=form,
        judgement=row,
        status=422 if form.errors else 200,
    )
