"""Forms about pledges, deliveries and prices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consortium.reports.numbering import official_date
from consortium.shell.forms import show_refusal
from consortium.uploads import Checked, accept, check
from consortium.validators import refuse_resident_number
from partners.agreements.terms import Terms, effective_terms
from partners.amounts import in_words, refuse_fractions
from partners.models import Agreement, Clause, Delivery, Member, Partner, Pledge, PriceItem
from partners.pledges.services import bases, prices, promises

CENT = Decimal("0.01")
DIGITS = {"max_digits": 14, "decimal_places": 2}


class DeliveryForm(forms.ModelForm):
    """One part of a pledge that happened: when, how much, and what shows it."""

    amount = forms.DecimalField(label=_("Delivered amount"), min_value=CENT, **DIGITS)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        validators=[refuse_resident_number],
        help_text=_("What shows it: a document number, a report, an attendance list. No personal names."),
    )
    file = forms.FileField(
        label=_("Evidence file"),
        required=False,
        help_text=_(
            "PDF, PNG, JPEG, XLSX or HWPX, at most 10 MB. Words are searched for resident registration"
            " numbers; pictures and scans cannot be, so look through them yourself before you send them."
        ),
        widget=forms.FileInput(attrs={"accept": accept()}),
    )

    class Meta:
        model = Delivery
        fields = ("on", "amount", "evidence")
        labels = {"on": _("Date of delivery")}

    def __init__(self, *args: object, pledge: Pledge, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.pledge = pledge
        self.fields["amount"].help_text = _("In this unit: %(unit)s") % {"unit": pledge.get_unit_display()}

    def clean(self) -> dict[str, Any]:
        """Half an hour is a delivery; half a person is a typing error."""
        cleaned = super().clean()
        try:
            refuse_fractions(cleaned.get("amount"), self.pledge.unit)
        except ValidationError as error:
            show_refusal(self, error)
        return cleaned

    def clean_file(self) -> Checked | None:
        """The file is judged by its content before anything is kept."""
        sent = self.cleaned_data["file"]
        return check(sent) if sent else None


class ReasonForm(forms.Form):
    """Why: for whoever reads it on the other side."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        validators=[refuse_resident_number],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MixedTerms:
    """Refuses at its field what the database would refuse without words."""

    refuse: Callable[[Any], None]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named = {name: cleaned[name] for name in self._meta.fields if name in cleaned}
        try:
            type(self).refuse(self._meta.model(**named))
        except ValidationError as error:
            show_refusal(self, error)
        return cleaned


class PledgeForm(MixedTerms, forms.ModelForm):
    """What a partner promises: of which kind, how much, when, and under which clause."""

    refuse = staticmethod(promises.refuse_mixed_terms)

    partner = forms.ModelChoiceField(label=_("Partner organisation"), queryset=Partner.objects.none())
    amount = forms.DecimalField(label=_("Promised amount"), min_value=CENT, **DIGITS)
    basis = forms.ChoiceField(label=_("Agreement or clause"))
    valued_as = forms.ChoiceField(
        label=_("Valued as"),
        required=False,
        help_text=_("The price by which contributions in kind are valued. Without one they are not valued."),
    )
    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=300,
        validators=[refuse_resident_number],
        help_text=_("Needed when the promise becomes smaller. The partner reads it."),
    )

    class Meta:
        model = Pledge
        fields = ("kind", "description", "amount", "unit", "starts_on", "ends_on")
        labels = {"description": _("What exactly"), "starts_on": _("Begins on"), "ends_on": _("Ends on")}

    field_order = (
        "partner",
        "basis",
        "kind",
        "description",
        "amount",
        "unit",
        "starts_on",
        "ends_on",
        "valued_as",
        "reason",
    )

    def __init__(
        self, *args: Any, member: Member, own: bool, basis_required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        pledge = self.instance
        partners = Partner.objects.visible_to(member).taking_part(member.consortium_id, now=True)
        if own:
            partners = partners.filter(pk=member.partner_id)
        self.fields["partner"].queryset = partners.order_by("name").distinct()
        if own:
            self.initial.setdefault("partner", member.partner_id)
        if pledge.pk:
            del self.fields["partner"]
            self.initial.setdefault("basis", _basis_code(pledge))
        if not pledge.pk or basis_required is False:
            del self.fields["reason"]
        self.fields["basis"].required = basis_required
        self.fields["basis"].choices = self._bases(own=own)
        self.fields["valued_as"].choices = self._prices()

    def terms(self) -> dict[str, Any]:
        """What the service is told: the chosen basis as agreement and clause."""
        terms = {**self.cleaned_data}
        code = terms.pop("basis")
        terms["agreement"] = terms["clause"] = None
        if code:
            terms["agreement"], terms["clause"] = self.by_code[code]
        return terms

    def _bases(self, *, own: bool) -> list[tuple[str, Any]]:
        """Each agreement that binds as a whole, and below it its clauses; a pledge keeps the one it has."""
        self.by_code: dict[str, tuple[Agreement, Clause | None]] = {}
        groups: list[tuple[str, Any]] = [("", _("Choose…"))]
        for agreement in self._agreements(own=own):
            terms = effective_terms(agreement)
            self.by_code[f"agreement-{agreement.pk}"] = agreement, None
            entries = [(f"agreement-{agreement.pk}", _("The agreement as a whole"))]
            standing = {clause.number: clause for clause in terms.standing_clauses}
            for clause in agreement.clauses.all():
                self.by_code[f"clause-{clause.pk}"] = agreement, clause
                if clause.number in standing:
                    text = f"{clause.number}. {standing[clause.number]}"
                    entries.append((f"clause-{clause.pk}", text[:120]))
            groups.append((_with_term(agreement, terms), entries))
        return groups

    def _agreements(self, *, own: bool) -> list[Agreement]:
        found = list(bases.standing_agreements(self.member))
        if own:
            partner = self.member.partner
            found = [one for one in found if bases.binds(one, partner, effective_terms(one, date.max))]
        kept = self.instance.agreement
        return found if kept is None or kept in found else [*found, kept]

    def _prices(self) -> list[tuple[str, Any]]:
        names = PriceItem.objects.visible_to(self.member).order_by("kind", "name")
        found = {
            one.name: f"{one.name} ({one.get_kind_display()}, {one.get_unit_display()})" for one in names
        }
        return [("", _("Not valued")), *found.items()]


def _with_term(agreement: Agreement, terms: Terms) -> str:
    """The agreement with its state and its days, so that nobody rests a promise on one that has ended."""
    last = official_date(terms.last_day) if terms.last_day else _("open-ended")
    first = official_date(terms.starts_on) if terms.starts_on else "-"
    return f"{agreement} ({agreement.get_state_display()}, {first} ~ {last})"


def _basis_code(pledge: Pledge) -> str:
    if pledge.clause_id:
        return f"clause-{pledge.clause_id}"
    return f"agreement-{pledge.agreement_id}" if pledge.agreement_id else ""


class PartsForm(forms.Form):
    """How much of one delivery counts for each pledge it may count for."""

    def __init__(self, *args: Any, pledges: list[Pledge], parts: dict[int, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledges = pledges
        for pledge in pledges:
            self.fields[self._name(pledge)] = forms.DecimalField(
                label=pledge.description,
                required=False,
                min_value=0,
                help_text=_("Promised %(promised)s, verified so far %(verified)s")
                % {
                    "promised": in_words(pledge.amount, pledge.unit),
                    "verified": in_words(pledge.delivered, pledge.unit),
                },
                initial=parts.get(pledge.pk),
                **DIGITS,
            )

    def parts(self) -> dict[int, Decimal]:
        """The parts as the service takes them."""
        return {pledge.pk: self.cleaned_data[self._name(pledge)] or Decimal(0) for pledge in self.pledges}

    def _name(self, pledge: Pledge) -> str:
        return f"pledge_{pledge.pk}"


class PriceForm(MixedTerms, forms.ModelForm):
    """What one unit is worth from a day on, and who says so."""

    refuse = staticmethod(prices.refuse_mixed_terms)

    class Meta:
        model = PriceItem
        fields = ("name", "kind", "unit", "value", "valid_from", "valid_until", "source", "confirmed")
        help_texts = {
            "name": _("The same name again is a later price of the same thing."),
            "source": _("A notice, a price list, a quotation: where this price can be looked up."),
        }


class PriceEndForm(forms.Form):
    """The last day on which a price holds."""

    valid_until = forms.DateField(
        label=_("Last day"), help_text=_("Deliveries after this day are valued by the next price.")
    )
