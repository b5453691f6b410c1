"""Entries that look alike, and putting two of them together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import by_form, sent
from partners.models import Apart, Partner
from partners.registry import policies, services
from partners.registry.forms import MergeForm

MOST = 100  # entries shown at a time; merging some shows the next


@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    """Groups of entries with the same number or the same name."""
    member = request.member
    policies.looks_for_duplicates(member).require()
    known = Partner.objects.visible_to(member).select_related("industry")
    alike = known.sharing_a_name_or_number(member.consortium_id).order_by("search_name", "pk")[:MOST]
    apart = Apart.objects.visible_to(member).select_related("first", "second", "by__user")
    apart = apart.filter(first__merged_into=None, second__merged_into=None).order_by("-at", "-pk")[:MOST]
    context = {
        "groups": grouped(list(alike), {(pair.first_id, pair.second_id) for pair in apart}),
        "apart": apart,
        "may_tell_apart": policies.keeps_the_register(member),
    }
    return render(request, "partners/duplicates.html", context)


@require_POST
def tell_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """These two are two organisations."""
    one, two = _pair(request, pk, other)
    services.tell_apart(one, two, by=request.member)
    words = _("%(one)s and %(other)s stay two entries and are not suggested again.")
    messages.success(request, words % {"one": one, "other": two})
    return redirect("partners:partner_duplicates", request.member.consortium.slug)


@require_POST
def suggest_again(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """They may be one after all."""
    one, two = _pair(request, pk, other)
    services.suggest_again(one, two, by=request.member)
    messages.success(request, _("The pair is suggested again, as long as the two look alike."))
    return redirect("partners:partner_duplicates", request.member.consortium.slug)


def _pair(request: HttpRequest, pk: int, other: int) -> tuple[Partner, Partner]:
    policies.looks_for_duplicates(request.member).require()
    known = Partner.objects.visible_to(request.member)
    return get_object_or_404(known, pk=pk), get_object_or_404(known, pk=other)


def grouped(alike: list[Partner], apart: set[tuple[int, int]]) -> list[list[Partner]]:
    """Entries that belong together, by name first and by number then; `apart`: pairs that do not."""
    groups: list[list[Partner]] = []
    for partner in alike:
        for group in groups:
            if any(_same(partner, other, apart) for other in group):
                group.append(partner)
                break
        else:
            groups.append([partner])
    return [group for group in groups if len(group) > 1]


def _same(one: Partner, other: Partner, apart: set[tuple[int, int]]) -> bool:
    if (min(one.pk, other.pk), max(one.pk, other.pk)) in apart:
        return False
    number = one.registration_number and one.registration_number == other.registration_number
    return bool(number) or one.search_name == other.search_name


@by_form
def merge(request: HttpRequest, pk: int, survivor: int) -> HttpResponse:
    """What would go over and what would stay; then make it so."""
    member = request.member
    policies.looks_for_duplicates(member).require()
    known = Partner.objects.visible_to(member)
    absorbed = get_object_or_404(known, pk=pk)
    kept = get_object_or_404(known.exclude(pk=pk), pk=survivor)
    plan = services.preview_merger(absorbed, kept, by=member)
    form = MergeForm(sent(request))
    if form.is_valid():
        try:
            services.merge_partners(absorbed, kept, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The two entries are one now. The old address leads to %(name)s.") % {"name": kept}
            )
            return redirect("partners:partner", member.consortium.slug, kept.pk)
    status = 422 if form.errors else 200
    return render(request, "partners/merge.html", {"plan": plan, "form": form}, status=status)
