"""The page behind a mailed link: rate the tasks, correct the answer until the survey is closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consortium.shell.forms import by_form, carry_out, sent
from consortium.workflow import StateConflict
from curriculum.demand import services
from curriculum.demand.entrance import Opened, by_link, closed
from curriculum.demand.forms import AnswerForm


@by_form
@by_link
def show(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Who asks, what the job consists of, and three ratings for each task."""
    form = AnswerForm(sent(request), survey=opened.survey, duties=list(opened.duties))
    try:
        if carry_out(form, lambda: services.answer_by_link(opened.link, form.answer())):
            return redirect("survey:thanks", opened.token)
    except StateConflict:
        return closed(request, "over", 409)
    context = {"opened": opened, "survey": opened.survey, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "curriculum/demand/link.html", context, status=status)


@require_safe
@by_link
def thanks(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The answer has arrived; until when it can be corrected, and what the school does with it."""
    context = {"opened": opened, "survey": opened.survey}
    return render(request, "curriculum/demand/link_thanks.html", context)
