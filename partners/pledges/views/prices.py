"""The price table by which contributions in kind are valued."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.lists import paginate
from partners.models import PriceItem
from partners.pledges import policies, services
from partners.pledges.forms import PriceEndForm, PriceForm
from partners.pledges.views.frame import tabs


@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """What one unit is worth, from day to day."""
    known = PriceItem.objects.visible_to(request.member).with_use()
    context = {
        "tabs": tabs(request.member, "prices"),
        "page": paginate(known, request, order=(("kind", "name", "-valid_from"), ("name", "-valid_from"))),
        "may_keep": policies.keeps_prices(request.member),
        "today": timezone.localdate(),
    }
    return render(request, "partners/prices.html", context)


@by_form
def add_price(request: HttpRequest) -> HttpResponse:
    """Enter a price from a day on."""
    policies.keeps_prices(request.member).require()
    form = PriceForm(sent(request), initial={"valid_from": timezone.localdate()})
    if carry_out(form, lambda: services.enter_price(by=request.member, **form.cleaned_data)):
        messages.success(
            request, _("The price is entered. Deliveries from its first day on are valued by it.")
        )
        return redirect("partners:prices", request.member.consortium.slug)
    return form_page(request, "partners/price_form.html", form)


@by_form
def end_price(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when a price holds."""
    price = get_object_or_404(PriceItem.objects.visible_to(request.member), pk=pk)
    policies.keeps_prices(request.member, price).require()
    form = PriceEndForm(sent(request), initial={"valid_until": price.valid_until or timezone.localdate()})
    if carry_out(form, lambda: services.end_price(price, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The price ends on that day. Later deliveries need a new price."))
        return redirect("partners:prices", request.member.consortium.slug)
    return form_page(request, "partners/price_form.html", form, price=price)
