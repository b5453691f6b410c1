"""What demand puts on people's home pages."""

from __future__ import annotations

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consortium.shell.work import MOST, Source, Suggestion, WorkItem, register, register_suggestion
from curriculum.demand import policies
from curriculum.demand.choosing import known_tables, usual_table
from curriculum.demand.picture import picture_of
from curriculum.models import JobAnalysis, Survey
from curriculum.states import AnalysisState, SurveyState
from partners.models import Member
from partners.states import OFFICIALS, Role


def surveys_to_answer(member: Member) -> list[WorkItem]:
    """Surveys that wait for the company's answer, the first to close first."""
    if member.role != Role.HR:
        return []
    found = Survey.objects.visible_to(member).unanswered().select_related("analysis")
    return [
        WorkItem(
            _("Survey: %(job)s") % {"job": one.analysis.title},
            reverse("curriculum:survey_answer", args=[member.consortium.slug, one.pk]),
            _("Answer"),
            due=one.closes_on,
            detail=_("The school asks how important, frequent and difficult the tasks are."),
        )
        for one in found.order_by("closes_on", "pk")[:MOST]
    ]


def answers_to_take_over(member: Member) -> list[WorkItem]:
    """Answers of companies that the draft does not have yet."""
    if not policies.analyses_jobs(member):
        return []
    found = Survey.objects.visible_to(member).filter(
        state=SurveyState.ANSWERED, analysis__state=AnalysisState.DRAFT
    )
    return [
        WorkItem(
            _("%(company)s has answered: %(job)s") % {"company": one.analysis.company, "job": one.analysis},
            reverse("curriculum:survey", args=[member.consortium.slug, one.pk]),
            _("See the answer"),
            due=one.closes_on,
        )
        for one in found.select_related("analysis__company").order_by("answered_at", "pk")[:MOST]
    ]


def units_that_lack_teaching(member: Member) -> list[WorkItem]:
    """For the curriculum head: how many demanded units the usual table does not teach."""
    if member.role != Role.CURRICULUM_HEAD:
        return []
    table = usual_table(known_tables(member))
    gaps = picture_of(member, table).gaps if table else []
    if not gaps:
        return []
    text = ngettext(
        "%(count)s competency unit is demanded and not taught",
        "%(count)s competency units are demanded and not taught",
        len(gaps),
    )
    return [
        WorkItem(
            text % {"count": len(gaps)},
            reverse("curriculum:demand", args=[member.consortium.slug]),
            _("See who asks for it"),
            detail=_("Most demanded: %(unit)s") % {"unit": gaps[0].unit.in_words},
        )
    ]


def newly_agreed(member: Member) -> list[WorkItem]:
    """Jobs that companies agreed to since one's last visit."""
    if member.role not in policies.ANALYSTS | OFFICIALS:
        return []
    found = JobAnalysis.objects.visible_to(member).agreed().select_related("company")
    return [
        WorkItem(
            _("Job analysis agreed: %(job)s") % {"job": one.title},
            reverse("curriculum:job_analysis", args=[member.consortium.slug, one.pk]),
            _("See the job"),
            at=timezone.make_aware(datetime.combine(one.agreed_on, time.max)),
            detail=f"{one.company} · {date_format(one.agreed_on)}",
        )
        for one in found.order_by("-agreed_on", "-pk")[:MOST]
    ]


register(Source("waits", surveys_to_answer))
register(Source("waits", answers_to_take_over))
register(Source("waits", units_that_lack_teaching))
register(Source("changed", newly_agreed))
register_suggestion(
    Suggestion(
        gettext_lazy("Demand against teaching"),
        gettext_lazy("See which competency units companies ask for, and in which semester they are taught."),
        "curriculum:demand",
        frozenset({Role.CURRICULUM_HEAD, Role.LECTURER}),
        order=30,
    )
)
