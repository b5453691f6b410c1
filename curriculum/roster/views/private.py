"""A student's contact, which opens with a reason, and the history of who changed and who viewed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consortium.audit.services import readers_of, require_reason
from consortium.shell.forms import sent
from curriculum.models import Contact
from curriculum.roster import history, policies, services
from curriculum.roster.forms import ContactForm, ReasonForm
from curriculum.roster.viewers import viewers_of
from curriculum.roster.views.frame import find_student, show


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact opens after a reason, once; opening it again asks again."""
    found = find_student(request, pk)
    policies.opens_contact(request.member, found).require()
    form = ReasonForm(
        sent(request),
        hint=_("For example: call home about an absence. The student sees that the contact was opened."),
    )
    row = None
    if form.is_valid():
        require_reason(request, form.cleaned_data["reason"])
        row = services.open_contact(found, by=request.member, reason=form.cleaned_data["reason"])
    context = {
        "form": form,
        "opened": form.is_valid(),
        "contact": row,
        "may_edit": policies.keeps_contact(request.member, found),
        "edit_form": ContactForm(instance=row),
        "seal": services.seal_contact(row, by=request.member, reason=request.access_reason) if row else "",
    }
    status = 422 if form.errors else 200
    return show(request, "curriculum/contact.html", found, tab="curriculum:contact", status=status, **context)


def edit_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a contact; one that exists is opened with a reason first and corrected there."""
    found = find_student(request, pk)
    policies.keeps_contact(request.member, found).require()
    here = ("curriculum:contact", request.member.consortium.slug, found.pk)
    if request.method != "POST" and Contact.objects.visible_to(request.member).filter(student=found).exists():
        return redirect(*here)
    seal = request.POST.get("opened", "")
    form = ContactForm(sent(request))
    if request.method == "POST":
        request.access_reason = services.reason_of_opening(found, seal, by=request.member)
    if form.is_valid():
        facts = {name: fact for name, fact in form.cleaned_data.items() if name in request.POST}
        services.save_contact(found, by=request.member, **facts)
        messages.success(request, _("The contact is saved."))
        return redirect(*here)
    status = 422 if form.errors else 200
    return show(
        request,
        "curriculum/edit_contact.html",
        found,
        tab="curriculum:contact",
        form=form,
        seal=seal,
        status=status,
    )


def student_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what, and who viewed."""
    found = find_student(request, pk)
    policies.reads_history(request.member, found).require()
    return show(
        request,
        "curriculum/history.html",
        found,
        tab="curriculum:history",
        changes=history.changes_of(found, by=request.member),
        viewers=viewers_of(readers_of(found.pk), by=request.member),
    )
