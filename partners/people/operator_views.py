"""The operator's pages: every consortium with what it still needs, and the guided opening of a new one."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consortium.accounts.models import Invitation
from consortium.shell.forms import sent
from consortium.shell.lists import paginate
from partners.models import Consortium, Opening
from partners.people import opening as services
from partners.people import opening_forms as forms
from partners.people import policies
from partners.people.founding import known_office
from partners.people.readiness import standing_of, standings
from partners.states import OpeningState, Role

SIZE = 30


@dataclass(frozen=True)
class Step:
    """One step of the opening: its address, its title, and its form; the last one has none."""

    key: str
    title: object
    lead: object
    form: type | None = None


STEPS = (
    Step(
        "region",
        gettext_lazy("Region and name"),
        gettext_lazy("Where the consortium is, what it is called and under which address it is found."),
        forms.RegionForm,
    ),
    Step(
        "school",
        gettext_lazy("School"),
        gettext_lazy("The school that leads the consortium."),
        forms.SchoolForm,
    ),
    Step(
        "offices",
        gettext_lazy("City and education office"),
        gettext_lazy("The offices that steer the consortium together with the school."),
        forms.OfficesForm,
    ),
    Step(
        "people",
        gettext_lazy("First administrators"),
        gettext_lazy("They are invited by mail when the consortium opens, and invite everybody else."),
        forms.PeopleForm,
    ),
    Step(
        "check",
        gettext_lazy("Check and open"),
        gettext_lazy("Nothing has happened yet. Read it once more; then open the consortium."),
    ),
)
KEYS = [step.key for step in STEPS]


@require_GET
def consortia(request: HttpRequest) -> HttpResponse:
    """Every consortium with how ready it is, and the openings that are not finished."""
    page = paginate(Consortium.objects.visible_to(request.member), request, (("name",),), SIZE)
    found = standings([one.pk for one in page.rows])
    rows = [
        {"consortium": one, "done": sum(s.done for s in found[one.pk]), "all": len(found[one.pk])}
        for one in page.rows
    ]
    drafts = Opening.objects.visible_to(request.member).filter(state=OpeningState.DRAFT)
    context = {"page": page, "rows": rows, "drafts": [(one, _next_step(one)) for one in drafts]}
    return render(request, "people/operator/consortia.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin an opening."""
    opening = services.start_opening(by=request.member)
    return redirect("operator:opening", opening.pk, KEYS[0])


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step: what is typed is kept and the next step opens; the last one shows everything."""
    opening = _opening(request, pk)
    here = next((one for one in STEPS if one.key == step), None)
    if here is None:
        raise Http404
    if opening.state != OpeningState.DRAFT:
        return redirect(_place_of(opening))
    if here.form is None:
        return _check(request, opening)
    data = sent(request)
    form = (
        here.form(data, opening=opening) if here.key == "people" else here.form(data, instance=_copy(opening))
    )
    if form.is_valid():
        if here.key == "people":
            services.save_people(opening, by=request.member, people=form.people)
        else:
            services.save_step(opening, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved. You can go on at any time."))
        return redirect("operator:opening", opening.pk, KEYS[KEYS.index(step) + 1])
    context = _frame(opening, here) | {"form": form}
    return render(request, "people/operator/step.html", context, status=422 if data is not None else 200)


@require_POST
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the consortium and invite its first administrators."""
    opening = _opening(request, pk)
    try:
        consortium = services.open_as_planned(opening, by=request.member)
    except ValidationError as error:
        return _check(request, opening, wrong=error.messages)
    messages.success(
        request,
        _("%(consortium)s is open. Its first administrators get their invitations by mail now.")
        % {"consortium": consortium},
    )
    return redirect("operator:consortium", consortium.pk)


@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an opening, after a page that says what this means."""
    opening = _opening(request, pk)
    if request.method == "POST":
        services.give_up(opening, by=request.member)
        messages.success(request, _("The opening has been given up. Nobody was invited."))
        return redirect("operator:consortia")
    return render(request, "people/operator/give_up.html", {"opening": opening})


@require_GET
def consortium(request: HttpRequest, pk: int) -> HttpResponse:
    """What a consortium still needs until it can work, and whom the operator has invited."""
    found = get_object_or_404(Consortium.objects.visible_to(request.member), pk=pk)
    checks = standing_of(found.pk)
    invited = _invitations(request).filter(consortium=found)
    context = {
        "consortium": found,
        "checks": checks,
        "done": sum(one.done for one in checks),
        "invitations": [(one, Role(one.role).label) for one in invited],
        "roles_to_fill": services.roles_to_fill(found),
    }
    return render(request, "people/operator/consortium.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a first administrator, for a role in which nobody has joined yet."""
    found = get_object_or_404(Consortium.objects.visible_to(request.member), pk=pk)
    data = sent(request)
    form = forms.FirstPersonForm(data, roles=services.roles_to_fill(found))
    if form.is_valid():
        invitation = services.invite_first(found, by=request.member, **form.cleaned_data)
        messages.success(request, _("An invitation goes to %(email)s.") % {"email": invitation.email})
        return redirect("operator:consortium", found.pk)
    context = {"consortium": found, "form": form}
    return render(request, "people/operator/invite.html", context, status=422 if data is not None else 200)


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a first administrator's invitation again."""
    invitation = get_object_or_404(_invitations(request), pk=pk)
    services.resend_first(invitation, by=request.member)
    messages.success(request, _("A new link goes to %(email)s.") % {"email": invitation.email})
    return redirect("operator:consortium", invitation.consortium_id)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a first administrator's invitation back."""
    invitation = get_object_or_404(_invitations(request), pk=pk)
    services.withdraw_first(invitation, by=request.member)
    messages.success(request, _("The invitation has been withdrawn. Its link no longer works."))
    return redirect("operator:consortium", invitation.consortium_id)


def _check(request: HttpRequest, opening: Opening, wrong: list[str] | None = None) -> HttpResponse:
    """Everything that was typed, what is missing, and the button."""
    context = _frame(opening, STEPS[-1]) | {
        "missing": wrong or services.what_is_missing(opening),
        "people": opening.people.order_by("pk"),
        "shared": [
            name for kind, name in forms.kinds_named(opening) if known_office(opening.region, kind, name)
        ],
    }
    return render(request, "people/operator/check.html", context, status=422 if wrong else 200)


def _frame(opening: Opening, here: Step) -> dict[str, object]:
    number = KEYS.index(here.key) + 1
    tabs = [
        (f"{place}. {one.title}", reverse("operator:opening", args=[opening.pk, one.key]), one is here)
        for place, one in enumerate(STEPS, start=1)
    ]
    return {"opening": opening, "step": here, "number": number, "count": len(STEPS), "tabs": tabs}


def _next_step(opening: Opening) -> str:
    """The address of the first step that is not filled in."""
    filled = {"region": opening.slug, "school": opening.school, "offices": opening.city or opening.office}
    key = next((key for key, value in filled.items() if not value), "people")
    return reverse("operator:opening", args=[opening.pk, key])


def _copy(opening: Opening) -> Opening:
    """A form writes into its instance; what is wrong there must not show elsewhere on the page."""
    return Opening.objects.get(pk=opening.pk)


def _place_of(opening: Opening) -> str:
    if opening.consortium_id:
        return reverse("operator:consortium", args=[opening.consortium_id])
    return reverse("operator:consortia")


def _opening(request: HttpRequest, pk: int) -> Opening:
    policies.opens_consortia(request.member).require()
    return get_object_or_404(Opening.objects.visible_to(request.member), pk=pk)


def _invitations(request: HttpRequest) -> QuerySet[Invitation]:
    """Those that an operator sent; PostgreSQL shows the operator no others."""
    policies.opens_consortia(request.member).require()
    return Invitation.objects.by_operators().select_related("consortium", "partner").order_by("pk")
