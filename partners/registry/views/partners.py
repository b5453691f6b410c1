"""The list of partners, and one partner: who they are, what they signed, promised and brought."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate
from consortium.workflow import StateConflict
from partners.models import AssociationMembership, Contact, Logo, Merger, Partner, Pledge, Signatory
from partners.registry import numbers, policies, services
from partners.registry.changes import changes_of
from partners.registry.filters import PartnerFilter
from partners.registry.forms import AddressForm, LeavingForm, LogoForm, NewPartnerForm, PartnerForm
from partners.registry.picture import draw, ties_of
from partners.registry.running import running_with
from partners.registry.views.frame import find_partner, show, survivor_of

MOST_ALIKE = 8  # entries shown beside a form


@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """The consortium as a picture, and its partners as a list that follows what is typed."""
    member = request.member
    known = Partner.objects.visible_to(member).with_ties(member.consortium_id)
    known = known.with_participation(member.consortium_id).select_related("industry")
    filterset = PartnerFilter(request.GET, known, request=request)
    page = paginate(filterset.qs, request, order=(("name",), ("kind", "name")))
    narrowed = bool(filterset.form.changed_data) or page.previous_address or page.next_address
    context = {
        "filterset": filterset,
        "page": page,
        "picture": None if narrowed or request.htmx else draw(ties_of(page.rows, member), member),
        "may_register": policies.registers_partners(member),
        "may_merge": policies.looks_for_duplicates(member),
    }
    template = "partners/_partners.html" if request.htmx else "partners/partners.html"
    response = render(request, template, context)
    if request.htmx:
        response["HX-Replace-Url"] = request.get_full_path()
    return response


@require_GET
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner at a glance; the old address of a merged entry leads on."""
    try:
        shown = find_partner(request, pk)
    except Http404:
        if way_on := survivor_of(request, pk):
            return way_on
        raise
    member = request.member
    parties = [shown.pk, *shown.absorbed.values_list("pk", flat=True)]
    signed = Signatory.objects.visible_to(member).filter(partner__in=parties)
    pledges = Pledge.objects.visible_to(member).for_pages().filter(partner=shown)
    context = {
        "participation": shown.participations.get(consortium=member.consortium_id),
        "signatures": signed.filter(signed_on__isnull=False).select_related("agreement"),
        "pledges": pledges.order_by("-starts_on", "kind", "pk"),
        "branches": Partner.objects.visible_to(member).filter(head_office=shown).order_by("name"),
        "associations": AssociationMembership.objects.visible_to(member)
        .current()
        .filter(company=shown)
        .select_related("association"),
        "former": Merger.objects.visible_to(member).filter(survivor=shown).select_related("absorbed"),
        "people": _people(request, shown),
    }
    return show(request, "partners/partner.html", shown, tab="partner", **context)


def _people(request: HttpRequest, shown: Partner) -> list[Contact]:
    if not policies.reads_contacts(request.member):
        return []
    return list(Contact.objects.visible_to(request.member).current().filter(partner=shown)[:3])


@by_form
def register(request: HttpRequest) -> HttpResponse:
    """Enter an organisation; those that look like it are shown first."""
    member = request.member
    policies.registers_partners(member).require()
    form = NewPartnerForm(sent(request), member=member)
    alike: list[Partner] = []
    if form.is_valid():
        alike = _alike(request, form.cleaned_data["name"], form.cleaned_data["registration_number"])
        if alike and not form.cleaned_data["not_the_same"]:
            form.add_error("not_the_same", _("Look whether it is one of these; if it is none, say so here."))
        else:
            try:
                made = services.register_partner(by=member, **form.facts())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, _("%(name)s is entered. Next, note whom to talk to there.") % {"name": made.name}
                )
                return redirect("partners:partner", member.consortium.slug, made.pk)
    context = {"form": form, "alike": alike}
    return render(request, "partners/register.html", context, status=422 if form.errors else 200)


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """The partners that look like what is being typed into the form."""
    policies.registers_partners(request.member).require()
    number = numbers.digits_of(request.GET.get("registration_number", ""))[:10]
    alike = _alike(request, request.GET.get("name", "")[:200], number if len(number) == 10 else "")
    return render(request, "partners/_alike.html", {"alike": alike})


def _alike(request: HttpRequest, name: str, number: str) -> list[Partner]:
    member = request.member
    known = Partner.objects.visible_to(member)
    return list(known.similar_to(name, number, member.consortium_id).order_by("name", "pk")[:MOST_ALIKE])


@by_form
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what is known; an organisation's own people correct where it is to be found."""
    member, found = request.member, find_partner(request, pk)
    policies.corrects_address(member, found).require()
    kind_of_form = PartnerForm if policies.corrects_partner(member, found) else AddressForm
    form = kind_of_form(sent(request), instance=found, member=member)
    status = 200
    if form.is_valid():
        try:
            services.correct_partner(found, by=member, seen=form.cleaned_data["seen"], **form.facts())
        except StateConflict as conflict:
            form.add_error(None, str(conflict.message))
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The correction is saved. The history keeps what stood there."))
            return redirect("partners:partner", member.consortium.slug, found.pk)
    status = status if status == 409 or not form.errors else 422
    fresh = find_partner(request, pk)
    return show(request, "partners/correct.html", fresh, tab="partner", form=form, status=status)


@by_form
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a partner has left the consortium."""
    member, found = request.member, find_partner(request, pk)
    policies.ends_participation(member, found).require()
    form = LeavingForm(sent(request))
    if form.is_valid():
        try:
            services.end_participation(found, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("%(name)s has left. Its people have no access any more; its history stays.")
                % {"name": found},
            )
            return redirect("partners:partner", member.consortium.slug, found.pk)
    status = 422 if form.errors else 200
    running = running_with(found, member)
    page = {"tab": "partner", "form": form, "running": running, "status": status}
    return show(request, "partners/leave.html", found, **page)


@require_POST
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a partner takes part again."""
    found = find_partner(request, pk)
    services.resume_participation(found, by=request.member)
    messages.success(request, _("%(name)s takes part again. Invite its people anew.") % {"name": found})
    return redirect("partners:partner", request.member.consortium.slug, found.pk)


@require_GET
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture itself, as a picture and nothing else."""
    found = get_object_or_404(Logo.objects.visible_to(request.member), partner=pk)
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = f'inline; filename="logo-{pk}.{found.content_type.split("/")[1]}"'
    return response


@by_form
def change_logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a picture, or take it away."""
    member, found = request.member, find_partner(request, pk)
    policies.corrects_address(member, found).require()
    if request.method == "POST" and "remove" in request.POST:
        services.remove_logo(found, by=member)
        messages.success(request, _("The picture is gone."))
        return redirect("partners:partner", member.consortium.slug, found.pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LogoForm(*sent)
    if form.is_valid():
        try:
            services.set_logo(found, by=member, content=form.cleaned_data["logo"].read())
        except ValidationError as error:
            form.add_error("logo", error)
        else:
            messages.success(request, _("The picture now stands beside the name."))
            return redirect("partners:partner", member.consortium.slug, found.pk)
    status = 422 if form.errors else 200
    return show(request, "partners/logo.html", found, tab="partner", form=form, status=status)


@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what about this partner."""
    policies.reads_changes(request.member).require()
    found = find_partner(request, pk)
    found_changes = changes_of(found, by=request.member)
    return show(request, "partners/changes.html", found, tab="partner_changes", changes=found_changes)
