"""Subjects and job analyses that name competency units, and the demand of agreed job analyses."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curriculum.codevelopment.policies import edits
from curriculum.competencies.uses import Place, Use, register
from curriculum.demand import sources
from curriculum.demand.policies import edits_analysis
from curriculum.demand.weights import weight_of
from curriculum.models import CourseSectionUnit, SubjectUnit, TaskUnit
from curriculum.states import AnalysisState
from curriculum.subjects.policies import keeps_subjects
from partners.models import Member


def subjects(member: Member, units: Collection[int]) -> list[Place]:
    """Subjects that teach the units, and in how many hours."""
    found = SubjectUnit.objects.visible_to(member).filter(unit__in=units).select_related("subject")
    return [
        Place(
            one.unit_id,
            f"{one.subject} ({one.subject.get_generation_display()})",
            _page("subject", member, one.subject_id),
            _hours(one.hours),
            _page("subject_unit_renew", member, one.pk) if keeps_subjects(member, one.subject) else "",
            gettext_lazy("Replace by the newest version"),
        )
        for one in found.order_by("subject__name", "-subject__generation", "subject")
    ]


def courses(member: Member, units: Collection[int]) -> list[Place]:
    """Versions of courses, developed with partners, of which a section teaches the units."""
    found = CourseSectionUnit.objects.visible_to(member).filter(unit__in=units).select_related("version")
    named: dict[tuple[int, int], CourseSectionUnit] = {}
    for one in found.order_by("version__name", "version", "section__position", "pk"):
        named.setdefault((one.unit_id, one.version_id), one)
    return [
        Place(
            one.unit_id,
            str(one.version),
            _page("course_version", member, one.version_id),
            str(one.version.get_state_display()),
            _page("section_edit", member, one.section_id) if edits(member, one.version) else "",
        )
        for one in named.values()
    ]


def analyses(member: Member, units: Collection[int]) -> list[Place]:
    """Job analyses whose tasks need the units, the draft ones of which the member may know included."""
    found = TaskUnit.objects.visible_to(member).filter(unit__in=units)
    found = found.select_related("task__duty__analysis__company").order_by(
        "task__duty__analysis__title", "task__duty__analysis", "task__position"
    )
    return [
        Place(
            one.unit_id,
            f"{one.task.duty.analysis} · {one.task.duty.analysis.company}",
            _page("job_analysis", member, one.task.duty.analysis_id),
            f"{one.task} ({one.task.duty.analysis.get_state_display()})",
            _page("task_edit", member, one.task_id) if edits_analysis(member, one.task.duty.analysis) else "",
        )
        for one in found
    ]


def demand_of_analyses(member: Member) -> list[sources.Asking]:
    """What agreed job analyses need: each unit once for each job, by its weightiest task."""
    found = (
        TaskUnit.objects.visible_to(member)
        .filter(task__duty__analysis__state=AnalysisState.AGREED)
        .select_related("task__duty__analysis__company")
    )
    asked: dict[tuple[int, int], sources.Asking] = {}
    for one in found.order_by("task__duty__analysis", "pk"):
        analysis = one.task.duty.analysis
        asking = sources.Asking(
            unit=one.unit_id,
            who=str(analysis.company),
            title=analysis.title,
            url=_page("job_analysis", member, analysis.pk),
            company=analysis.company_id,
            department=analysis.department_id,
            jobs=analysis.jobs,
            weight=weight_of(one.task),
        )
        known = asked.get((analysis.pk, one.unit_id))
        if known is None or known.weight < asking.weight:
            asked[analysis.pk, one.unit_id] = asking
    return list(asked.values())


def _page(name: str, member: Member, pk: int) -> str:
    return reverse(f"curriculum:{name}", args=[member.consortium.slug, pk])


def _hours(hours: int | None) -> str:
    if hours is None:
        return _("hours not set")
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


register(Use("subjects", gettext_lazy("Subjects that teach it"), subjects, order=10))
register(Use("courses", gettext_lazy("Courses that teach it"), courses, order=20))
register(Use("analyses", gettext_lazy("Job analyses that need it"), analyses, order=30))
sources.register(sources.Source("analyses", gettext_lazy("Job analyses"), demand_of_analyses, order=10))
