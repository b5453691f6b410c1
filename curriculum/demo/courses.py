"""Invented courses of the demo, one in each state; what partners are said to have contributed is invented."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from curriculum.codevelopment.deliveries import DEVELOPED
from curriculum.demo.course_texts import COURSES, Draft, Invented, Offered
from curriculum.demo.days import school_day
from curriculum.models import (
    CompetencyUnit,
    Course,
    CourseContribution,
    CoursePartner,
    CourseSection,
    CourseSectionUnit,
    CourseVersion,
)
from curriculum.states import ContributionKind, ContributionState, CourseState
from partners.models import Approval, Consortium, DeliverySource, Member, Partner, Pledge
from partners.models.pledge import Delivery
from partners.pledges.services.deliveries import add_delivery
from partners.pledges.wording import written
from partners.states import PledgeKind, Role, SourceKind, Unit

TO = (
    CourseState.OPEN,
    CourseState.IN_COMMITTEE,
    CourseState.IN_DELIBERATION,
    CourseState.APPROVED,
    CourseState.REPLACED,
)


class _Loader:
    def __init__(self, consortium: Consortium, today: date) -> None:
        self.consortium, self.today = consortium, today
        self.of_school = {"consortium": consortium, "school": consortium.school}
        self.partners = {one.code: one for one in Partner.objects.all()}
        self.units = {unit.code: unit for unit in CompetencyUnit.objects.all()}
        staff = Member.objects.filter(consortium=consortium).select_related("user")
        self.head = staff.get(role=Role.CURRICULUM_HEAD)
        self.by_partner: dict[int, Member] = {}
        for one in staff.exclude(role=Role.STUDENT).order_by("-pk"):
            self.by_partner[one.partner_id] = one

    def course(self, invented: Invented) -> None:
        names = {"name": invented.name, "name_en": invented.name_en}
        proposer = self.partners.get(invented.proposer)
        course = Course.objects.create(**self.of_school, **names, proposer=proposer, is_demo=True)
        before = None
        for number, draft in enumerate(invented.drafts, start=1):
            version = CourseVersion.objects.create(
                **self.of_school,
                **names,
                course=course,
                number=number,
                aims=invented.aims,
                purpose=invented.purpose,
                proposer=proposer if number == 1 else None,
                proposed_by=self.head,
                based_on=before,
                created_at=self._at(draft.days_ago),
            )
            sections = self._sections(version, draft, before)
            self._through(version, draft, sections, invented.numbers)
            before = version

    def _sections(
        self, version: CourseVersion, draft: Draft, before: CourseVersion | None
    ) -> list[CourseSection]:
        keys = list(before.sections.order_by("position").values_list("key", flat=True)) if before else []
        sections = [
            CourseSection(
                version=version,
                school=self.consortium.school,
                position=place,
                title=title,
                hours=hours,
                content=lines,
                **({"key": keys[place - 1]} if place <= len(keys) else {}),
            )
            for place, (title, hours, lines, _codes) in enumerate(draft.sections, start=1)
        ]
        CourseSection.objects.bulk_create(sections)
        CourseSectionUnit.objects.bulk_create(
            CourseSectionUnit(
                version=version, section=section, school=self.consortium.school, unit=self.units[code]
            )
            for section, (_title, _hours, _lines, codes) in zip(sections, draft.sections, strict=True)
            for code in codes
            if code in self.units
        )
        return sections

    def _through(
        self, version: CourseVersion, draft: Draft, sections: list[CourseSection], numbers: tuple[str, str]
    ) -> None:
        """State by state, as PostgreSQL lets a version go; what the last version replaces goes first."""
        if draft.state == CourseState.DECLINED:
            self._set(version, state=draft.state, reason=draft.reason)
            return
        for state in TO[: TO.index(draft.state) + 1] if draft.state in TO else ():
            facts: dict[str, object] = {"state": state}
            if state == CourseState.OPEN:
                facts["comments_until"] = self.today + timedelta(days=draft.until_in)
                if draft.state in (CourseState.APPROVED, CourseState.REPLACED):
                    facts["comments_until"] = self.today - timedelta(days=draft.days_ago - 21)
            elif state == CourseState.IN_DELIBERATION:
                facts["curriculum_approval"] = self._approval(
                    "교육과정위원회", draft.days_ago - 30, numbers[0]
                )
            elif state == CourseState.APPROVED:
                facts["steering_approval"] = self._approval("학교운영위원회", draft.days_ago - 40, numbers[1])
            self._set(version, **facts)
            if state == CourseState.OPEN:
                self._offers(version, draft, sections)
        published = draft.state in (CourseState.APPROVED, CourseState.REPLACED)
        CoursePartner.objects.filter(version=version).update(is_published=published)

    def _offers(self, version: CourseVersion, draft: Draft, sections: list[CourseSection]) -> None:
        asked = self._at(draft.days_ago - 2)
        taking = {
            code: CoursePartner(
                version=version, partner=self.partners[code], asked_at=asked, **self.of_school
            )
            for code in draft.asked
            if code in self.partners
        }
        contributions = []
        for one in draft.offered:
            if one.partner not in taking:
                continue
            contributions.append(self._offer(version, draft, one, sections))
            if one.state == ContributionState.ACCEPTED:
                taking[one.partner].accepted_count += 1
                taking[one.partner].accepted_hours += Decimal(one.hours)
        CoursePartner.objects.bulk_create(taking.values())
        CourseContribution.objects.bulk_create(contributions)
        for contribution, one in zip(
            contributions, [o for o in draft.offered if o.partner in taking], strict=True
        ):
            if one.state != ContributionState.OFFERED:
                CourseContribution.objects.filter(pk=contribution.pk).update(
                    state=one.state,
                    answer=one.answer,
                    answered_by=self.head,
                    answered_at=self._at(draft.days_ago - 10),
                )

    def _offer(
        self, version: CourseVersion, draft: Draft, one: Offered, sections: list[CourseSection]
    ) -> CourseContribution:
        partner = self.partners[one.partner]
        contribution = CourseContribution(
            version=version,
            partner=partner,
            author=self.by_partner.get(partner.pk, self.head),
            person=one.person,
            kind=ContributionKind.CHANGE if one.content else ContributionKind.COMMENT,
            on=self.today - timedelta(days=max(draft.days_ago - 6, 1)),
            hours=Decimal(one.hours),
            comment=one.comment,
            created_at=self._at(max(draft.days_ago - 6, 1)),
            **self.of_school,
        )
        if one.content and one.place:
            section = sections[one.place - 1]
            lines = section.content.split("\n")
            contribution.section = section
            contribution.before_title = contribution.after_title = section.title
            contribution.before_hours = contribution.after_hours = section.hours
            taken = one.state == ContributionState.ACCEPTED
            contribution.before_content = "\n".join(lines[:-1]) if taken else section.content
            contribution.after_content = one.content
        return contribution

    def _approval(self, body: str, days_ago: int, number: str) -> Approval:
        approval, _made = Approval.objects.get_or_create(
            consortium=self.consortium,
            body=body,
            on=school_day(self.today - timedelta(days=days_ago)),
            number=number or "시연 제10호",
            defaults={"document": "과정 개설 심의(시연)"},
        )
        return approval

    def _set(self, version: CourseVersion, **facts: object) -> None:
        CourseVersion.objects.filter(pk=version.pk).update(**facts)

    def _at(self, days_ago: int) -> datetime:
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time(14, 30), timezone.get_current_timezone())

    def delivery(self) -> None:
        """The approved course is what LG U+ promised; the delivery waits for somebody to verify it."""
        version = CourseVersion.objects.filter(
            consortium=self.consortium, state=CourseState.APPROVED, partners__partner__code="LGU"
        ).first()
        pledge = Pledge.objects.filter(
            consortium=self.consortium, partner__code="LGU", kind=PledgeKind.COURSE, unit=Unit.COURSES
        ).first()
        if version is None or pledge is None:
            return
        delivery = Delivery(
            pledge=pledge,
            on=max(pledge.starts_on, self.today - timedelta(days=30)),
            amount=Decimal(1),
            evidence=written(DEVELOPED, course=version.name),
            reported_by=self.head,
            reported_as=self.head.role,
        )
        add_delivery(delivery)
        DeliverySource.objects.create(
            delivery=delivery,
            consortium=self.consortium,
            kind=SourceKind.COURSE,
            object_id=f"course-{version.course_id}-{pledge.partner_id}",
        )


def load_courses(consortium: Consortium, today: date) -> None:
    """One course in each state, with what partners brought to them."""
    if consortium.slug != "paju":
        return
    loader = _Loader(consortium, today)
    for invented in COURSES:
        loader.course(invented)
    loader.delivery()
