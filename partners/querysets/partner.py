"""What a member may know of partner organisations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Avg, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from consortium import hangul
from partners.registry import names
from partners.states import PartnerKind, Role

if TYPE_CHECKING:
    from partners.models import Member

SHORTEST_GUESS = 2  # letters of a name from which on another one is likely meant


class PublicQuerySet(models.QuerySet):
    """Reference rows that everybody may know."""

    def visible_to(self, member: Member) -> Self:
        return self.all()


class OfPartnerQuerySet(models.QuerySet):
    """Rows of an organisation, known to those who know the organisation."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(partner__participations__consortium=member.consortium_id)


class ApartQuerySet(models.QuerySet):
    """Pairs that a consortium told apart, known to it alone."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(consortium=member.consortium_id)

    def of(self, partner: int) -> Self:
        """The pairs of this entry."""
        return self.filter(Q(first=partner) | Q(second=partner))


class MergerQuerySet(models.QuerySet):
    """Which entries were put together, known where the absorbed one took part."""

    def visible_to(self, member: Member) -> Self:
        if member.role == Role.OPERATOR:
            return self.all()
        return self.filter(absorbed__participations__consortium=member.consortium_id)


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The organisations that take part in the member's consortium; the operator knows them all.

        An entry that was merged into another is no organisation of its own any more.
        """
        known = self.filter(merged_into=None)
        if member.role == Role.OPERATOR:
            return known
        if member.consortium_id is None:
            return self.none()
        return known.filter(participations__consortium=member.consortium_id)

    def companies_of(self, member: Member) -> Self:
        """The companies that take part in the member's consortium today, by name."""
        here = {"participations__consortium": member.consortium_id, "participations__left_on": None}
        return self.visible_to(member).filter(kind=PartnerKind.COMPANY, **here).order_by("name").distinct()

    def shared(self) -> Self:
        """Entries that more than one consortium uses."""
        return self.filter(consortia__gt=1)

    def matching(self, text: str, consortium_id: int) -> Self:
        """Partners in whose name, number or HIFIVE number each word stands; ㅅㄱ finds 세경 too.

        A letter by itself finds the names that begin with it, more letters or words are found anywhere.
        """
        from partners.models import SearchKey  # noqa: PLC0415 - models import this module

        words = names.search_words(text)
        found = self if words else self.none()
        for word in words:
            keys = SearchKey.objects.filter(consortium=consortium_id)
            leading = hangul.leading_syllables(word)
            if leading:
                keys = keys.filter(tail__begins=leading)
            if leading != word:
                keys = keys.filter(initials__begins=hangul.initials(word))
            if len(words) == 1 and len(word) == 1:
                keys = keys.filter(at_start=True)
            found = found.filter(pk__among=ArraySubquery(keys.values("partner")))
        return found

    def similar_to(self, name: str, number: str, consortium_id: int) -> Self:
        """Partners that may be the one meant: the same number, or a name that one begins with the other."""
        word = names.compared(name)
        likely = Q(registration_number=number) if number else Q(pk__in=[])
        if len(word) >= SHORTEST_GUESS:
            begins = [word[:length] for length in range(SHORTEST_GUESS, len(word) + 1)]
            shorter = Q(search_name__in=begins[max(0, len(word) // 2 - 1) :])
            likely |= Q(search_name__begins=word) | shorter
        return self.filter(likely)

    def sharing_a_name_or_number(self, consortium_id: int | None = None) -> Self:
        """Entries of which another one has the same number or name, and that are no branch of it."""
        others = self.model.objects.filter(merged_into=None).exclude(pk=OuterRef("pk"))
        if consortium_id is not None:
            others = others.filter(participations__consortium=consortium_id)
            others = others.exclude(Exists(self._told_apart(consortium_id)))
        number = others.filter(registration_number=OuterRef("registration_number"))
        head = Coalesce(OuterRef("head_office"), 0)
        apart = number.exclude(head_office=OuterRef("pk")).exclude(pk=head).exclude(head_office=head)
        name = others.filter(search_name=OuterRef("search_name"))
        return self.filter((~Q(search_name="") & Exists(name)) | (~Q(registration_number="") & Exists(apart)))

    def _told_apart(self, consortium_id: int) -> models.QuerySet:
        """That this consortium called the entry and the one that is asked about two organisations."""
        from partners.models import Apart  # noqa: PLC0415 - models import this module

        here, there = OuterRef("pk"), OuterRef(OuterRef("pk"))
        pair = Q(first=here, second=there) | Q(first=there, second=here)
        return Apart.objects.filter(pair, consortium=consortium_id)

    def with_participation(self, consortium_id: int) -> Self:
        """Adds `joined_on` and `left_on` of this consortium."""
        from partners.models import Participation  # noqa: PLC0415 - models import this module

        ours = Participation.objects.filter(consortium=consortium_id, partner=OuterRef("pk"))
        return self.annotate(
            joined_on=Subquery(ours.values("joined_on")[:1]), left_on=Subquery(ours.values("left_on")[:1])
        )

    def taking_part(self, consortium_id: int, *, now: bool) -> Self:
        """Partners that have not left, or those that have."""
        from partners.models import Participation  # noqa: PLC0415 - models import this module

        left = Participation.objects.filter(
            consortium=consortium_id, partner=OuterRef("pk"), left_on__isnull=False
        )
        return self.filter(~Exists(left) if now else Exists(left))

    def quiet_since(self, day: date, consortium_id: int) -> Self:
        """Partners with whom nobody was in touch on this day or later."""
        from partners.models import Interaction  # noqa: PLC0415 - models import this module

        lately = Interaction.objects.filter(partner=OuterRef("pk"), consortium=consortium_id, on__gte=day)
        return self.filter(~Exists(lately))

    def delivering(self, how: str, consortium_id: int) -> Self:
        """Partners that delivered `all`, `some` or `nothing` of what they promised here."""
        from partners.models import Pledge  # noqa: PLC0415 - models import this module

        pledges = (
            Pledge.objects.binding().filter(consortium=consortium_id, partner=OuterRef("pk")).with_delivered()
        )
        open_ones, begun = pledges.unfinished(), pledges.filter(delivered__gt=0)
        match how:
            case "all":
                return self.filter(Exists(pledges), ~Exists(open_ones))
            case "some":
                return self.filter(Exists(open_ones), Exists(begun))
        return self.filter(Exists(pledges), ~Exists(begun))

    def with_ties(self, consortium_id: int, *, during: tuple[date, date] | None = None) -> Self:
        """Adds `pledged`, `delivered_share` and `agreements_signed` here; pledges of one period, or all."""
        from partners.models import Pledge, Signatory  # noqa: PLC0415 - models import this module

        pledges = Pledge.objects.binding().filter(consortium=consortium_id, partner=OuterRef("pk"))
        if during:
            pledges = pledges.filter(starts_on__lte=during[1], ends_on__gte=during[0])
        pledges = pledges.with_delivered().order_by().values("partner")
        signed = Signatory.objects.filter(agreement__consortium=consortium_id, partner=OuterRef("pk"))
        signed = signed.exclude(signed_on=None).order_by().values("partner")
        return self.annotate(
            pledged=Coalesce(Subquery(pledges.annotate(n=Count("pk")).values("n")), 0),
            delivered_share=Subquery(pledges.annotate(mean=Avg("share")).values("mean")),
            agreements_signed=Coalesce(Subquery(signed.annotate(n=Count("pk")).values("n")), 0),
        )
