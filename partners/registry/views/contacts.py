"""Contact persons, contact entries and the members of associations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate
from partners.models import AssociationMembership, Contact, Interaction, Member
from partners.registry import policies, services
from partners.registry.filters import InteractionFilter
from partners.registry.forms import ContactForm, InteractionForm, MemberCompanyForm
from partners.registry.views.frame import find_partner, show
from partners.states import PartnerKind

NEWEST = (("-on",), ("next_due",))


@require_GET
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to talk to at this partner, as far as this reader may know them."""
    member = request.member
    policies.reads_contacts(member).require()
    found = find_partner(request, pk)
    people = Contact.objects.visible_to(member).filter(partner=found).order_by("name", "pk")
    context = {
        "current": [person for person in people if person.is_current],
        "former": [person for person in people if not person.is_current],
        "may_keep": policies.keeps_contacts(member, found),
    }
    return show(request, "partners/contacts.html", found, tab="contacts", **context)


@by_form
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note whom to talk to."""
    member, found = request.member, find_partner(request, pk)
    policies.keeps_contacts(member, found).require()
    form = ContactForm(sent(request))
    if form.is_valid():
        try:
            services.add_contact(found, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The contact is noted."))
            return redirect("partners:contacts", member.consortium.slug, found.pk)
    status = 422 if form.errors else 200
    return show(request, "partners/contact.html", found, tab="contacts", form=form, status=status)


@by_form
def correct_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a contact right."""
    member = request.member
    policies.reads_contacts(member).require()
    contact = get_object_or_404(Contact.objects.visible_to(member).select_related("partner"), pk=pk)
    policies.keeps_contacts(member, contact.partner).require()
    found = find_partner(request, contact.partner_id)
    form = ContactForm(sent(request), instance=contact)
    if form.is_valid():
        try:
            services.correct_contact(contact, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The contact is corrected."))
            return redirect("partners:contacts", member.consortium.slug, found.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "contact": contact, "may_erase": policies.erases_contact(member, contact)}
    return show(request, "partners/contact.html", found, tab="contacts", status=status, **context)


@require_POST
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """This person is no longer the one to talk to."""
    policies.reads_contacts(request.member).require()
    known = Contact.objects.visible_to(request.member).select_related("partner")
    contact = get_object_or_404(known, pk=pk)
    services.end_contact(contact, by=request.member)
    messages.success(request, _("The contact has ended and stands among the former ones."))
    return redirect("partners:contacts", request.member.consortium.slug, contact.partner_id)


@by_form
def erase_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A person asked to be erased; what goes and what stays is said first."""
    member = request.member
    policies.reads_contacts(member).require()
    contact = get_object_or_404(Contact.objects.visible_to(member).select_related("partner"), pk=pk)
    policies.erases_contact(member, contact).require()
    if request.method == "POST":
        services.erase_contact(contact, by=member)
        messages.success(request, _("The person is erased. That there was a contact stays, without a name."))
        return redirect("partners:contacts", member.consortium.slug, contact.partner_id)
    found = find_partner(request, contact.partner_id)
    return show(request, "partners/contact_erase.html", found, tab="contacts", contact=contact)


@require_GET
def interactions(request: HttpRequest) -> HttpResponse:
    """Being in touch with all partners: what is open, what is overdue, what came of it."""
    member = request.member
    policies.reads_interactions(member).require()
    filterset = InteractionFilter(request.GET, _entries(request), request=request)
    page = paginate(filterset.qs, request, order=NEWEST)
    _name_contacts(page.rows, request)
    context = {
        "filterset": filterset,
        "page": page,
        "may_record": policies.records_interactions(member),
        "reads_all": policies.reads_all_interactions(member),
    }
    return render(request, "partners/interactions.html", context)


@require_GET
def of_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Being in touch with one partner, the newest first."""
    policies.reads_interactions(request.member).require()
    found = find_partner(request, pk)
    page = paginate(_entries(request).filter(partner=found), request, order=NEWEST)
    _name_contacts(page.rows, request)
    return show(request, "partners/partner_interactions.html", found, tab="partner_interactions", page=page)


@by_form
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that we were in touch."""
    member = request.member
    policies.records_interactions(member).require()
    found = find_partner(request, pk)
    policies.records_interaction(member, found).require()
    form = InteractionForm(sent(request), member=member, partner=found)
    if form.is_valid():
        try:
            entry = services.record_interaction(found, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(entry))
            return redirect("partners:partner_interactions", member.consortium.slug, found.pk)
    status = 422 if form.errors else 200
    return show(
        request, "partners/interaction.html", found, tab="partner_interactions", form=form, status=status
    )


@by_form
def correct_interaction(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was noted."""
    member = request.member
    policies.reads_interactions(member).require()
    entry = get_object_or_404(Interaction.objects.visible_to(member), pk=pk)
    policies.corrects_interaction(member, entry).require()
    found = find_partner(request, entry.partner_id)
    form = InteractionForm(sent(request), instance=entry, member=member, partner=found)
    if form.is_valid():
        try:
            services.correct_interaction(entry, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The entry is corrected. The history keeps what stood there."))
            return redirect("partners:partner_interactions", member.consortium.slug, found.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "entry": entry}
    return show(
        request, "partners/interaction.html", found, tab="partner_interactions", status=status, **context
    )


def _said(entry: Interaction) -> str:
    if entry.next_step:
        return _("The entry is noted. The next step stands on your home page until it is done.")
    return _("The entry is noted.")


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step is done."""
    policies.reads_interactions(request.member).require()
    entry = get_object_or_404(Interaction.objects.visible_to(request.member), pk=pk)
    services.finish_step(entry, by=request.member)
    messages.success(request, _("Done. Note what came of it as a new entry."))
    return redirect("partners:partner_interactions", request.member.consortium.slug, entry.partner_id)


@by_form
def member_companies(request: HttpRequest, pk: int) -> HttpResponse:
    """The companies of an association; its secretary and the coordinator keep the list."""
    member, found = request.member, find_partner(request, pk)
    may_keep = policies.keeps_members(member, found)
    if request.method == "POST":
        may_keep.require()
    form = MemberCompanyForm(sent(request), member=member)
    if form.is_valid():
        try:
            made = services.add_member_company(found, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _joined(made))
            return redirect("partners:member_companies", member.consortium.slug, found.pk)
    known = AssociationMembership.objects.visible_to(member).filter(association=found)
    page = paginate(known.select_related("company__industry"), request, order=(("company__name",),))
    for one in page.rows:
        one.may_confirm = policies.confirms_member(member, one)
    context = {
        "page": page,
        "may_confirm": any(one.may_confirm for one in page.rows),
        "form": form,
        "may_keep": may_keep and found.kind == PartnerKind.BUSINESS_ASSOCIATION,
        "may_register": policies.registers_partners(member),
    }
    status = 422 if form.errors else 200
    return show(
        request, "partners/member_companies.html", found, tab="member_companies", status=status, **context
    )


@require_POST
def confirm_member_company(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator or the company says that it is a member."""
    known = AssociationMembership.objects.visible_to(request.member).select_related("association")
    membership = get_object_or_404(known, pk=pk)
    services.confirm_member_company(membership, by=request.member)
    messages.success(
        request, _("Confirmed: the association now sees the company's contacts and what was noted about it.")
    )
    return redirect("partners:member_companies", request.member.consortium.slug, membership.association_id)


@require_POST
def end_member_company(request: HttpRequest, pk: int) -> HttpResponse:
    """The company has left the association."""
    known = AssociationMembership.objects.visible_to(request.member).select_related("association")
    membership = get_object_or_404(known, pk=pk)
    services.end_member_company(membership, by=request.member)
    messages.success(request, _("The membership has ended."))
    return redirect("partners:member_companies", request.member.consortium.slug, membership.association_id)


def _joined(membership: AssociationMembership) -> str:
    if membership.confirmed_at is None:
        return _("The company is entered. The coordinator or the company confirms it next.")
    return _("The company stands among the members.")


def _entries(request: HttpRequest) -> object:
    return Interaction.objects.visible_to(request.member).for_lists()


def _name_contacts(entries: list[Interaction], request: HttpRequest) -> None:
    """Give each entry the persons it names, as far as this reader may know them, in two queries."""
    wanted = {entry.contact_id for entry in entries if entry.contact_id}
    known = Contact.objects.visible_to(request.member).filter(pk__in=wanted)
    people = {person.pk: person.name for person in known}
    ours = {pk for entry in entries for pk in (entry.by_id, entry.next_by_id) if pk}
    members = Member.objects.visible_to(request.member).filter(pk__in=ours)
    colleagues = {one.pk: one for one in members.select_related("user", "partner")}
    for entry in entries:
        entry.person = people.get(entry.contact_id, "")
        entry.writer, entry.doer = colleagues.get(entry.by_id), colleagues.get(entry.next_by_id)
        entry.may_correct = policies.corrects_interaction(request.member, entry)
        entry.may_finish = entry.is_open and policies.finishes_step(request.member, entry)
