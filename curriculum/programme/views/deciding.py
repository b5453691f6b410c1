"""Pages on which a table begins, is copied, goes before the committees, is approved and thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium.rules.calendar import school_year
from consortium.shell.forms import by_form, sent
from curriculum.models import ProgrammeTable
from curriculum.programme import policies, services
from curriculum.programme.forms import ApproveForm, CopyForm, ReasonForm, RemarkForm, TableForm
from curriculum.programme.sheet import Sheet
from curriculum.programme.views.frame import asked, find_table


@by_form
def table_add(request: HttpRequest) -> HttpResponse:
    """Begin an empty table."""
    policies.edits(request.member).require()
    initial = {"entry_year": school_year(timezone.localdate()) + 1}
    form = TableForm(sent(request), member=request.member, initial=initial)

    def write() -> ProgrammeTable:
        return services.create_table(by=request.member, **form.cleaned_data)

    return asked(
        request,
        form,
        write,
        None,
        title=_("New programme table"),
        text=_("It begins empty. To begin with the rows of an earlier table, copy that one instead."),
        done=_("The draft is there. Next: open the editor and add subjects."),
    )


@by_form
def table_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft for another entry year, or the next version, with the rows of this table."""
    found = find_table(request, pk)
    policies.edits(request.member, found).require()
    again = request.GET.get("version") == "next"
    form = CopyForm(sent(request), initial={"entry_year": found.entry_year + (0 if again else 1)})

    def write() -> ProgrammeTable:
        made, missing = services.copy_table(found, by=request.member, **form.cleaned_data)
        if missing:
            names = ", ".join(one.name for one in missing)
            text = _("The curriculum of that year has no subjects of these names, so they were left out: ")
            messages.warning(request, text + names)
        return made

    return asked(
        request,
        form,
        write,
        found,
        title=_("Copy"),
        text=_("A new draft with the same rows. This table stays as it is."),
        done=_("The copy is a draft. Next: open the editor and change what is new."),
    )


@by_form
def table_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a draft before the committees."""
    found = find_table(request, pk)
    policies.submits(request.member, found).require()
    form = RemarkForm(sent(request))
    return asked(
        request,
        form,
        lambda: services.submit(found, by=request.member, **form.cleaned_data),
        found,
        title=_("Bring before the committees"),
        text=_("It cannot be edited meanwhile. The principal is told and approves it, or sends it back."),
        done=_("It is before the committees. The principal has been told."),
        sheet=Sheet(found, request.member),
    )


@by_form
def table_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a table back to be changed."""
    found = find_table(request, pk)
    policies.approves(request.member, found).require()
    form = ReasonForm(sent(request))
    return asked(
        request,
        form,
        lambda: services.send_back(found, by=request.member, **form.cleaned_data),
        found,
        title=_("Send back"),
        text=_("It becomes a draft again. The curriculum head reads what is to be changed."),
        done=_("It is a draft again. The curriculum head has been told."),
        tone="danger",
    )


@by_form
def table_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a table that both committees have deliberated on."""
    found = find_table(request, pk)
    policies.approves(request.member, found).require()
    form = ApproveForm(sent(request), member=request.member, table=found)

    def write() -> ProgrammeTable:
        decisions = {"committee": form.decision("committee_"), "steering": form.decision("steering_")}
        return services.approve(found, by=request.member, **decisions)

    return asked(
        request,
        form,
        write,
        found,
        title=_("Approve"),
        text=_(
            "It never changes again, and everybody in the consortium can read it."
            " The approved version before it is replaced."
        ),
        done=_("It is approved. Everybody in the consortium can read it now."),
        sheet=Sheet(found, request.member),
    )


@require_POST
def table_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it a draft again before anybody has decided."""
    found = services.take_back(find_table(request, pk), by=request.member)
    messages.success(request, _("It is a draft again and can be changed."))
    return redirect(found)


@require_POST
def table_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    services.discard(find_table(request, pk), by=request.member)
    messages.success(request, _("The draft is thrown away."))
    return redirect("curriculum:tables", request.member.consortium.slug)
