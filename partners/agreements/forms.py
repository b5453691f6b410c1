"""Forms of agreements and amendments."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from partners.agreements.services.drafting import FACTS
from partners.models import Agreement, Amendment, Clause, Member, Partner
from partners.states import AmendmentAction, AmendmentKind

LONG = forms.Textarea(attrs={"rows": 4})


class AgreementForm(forms.ModelForm):
    """Title, purpose, term, place and amount of a draft; a new one may begin as a copy."""

    copy_from = forms.ModelChoiceField(
        queryset=Agreement.objects.none(),
        label=_("Copy clauses and parties from"),
        required=False,
        empty_label=_("Begin with an empty one"),
    )

    class Meta:
        model = Agreement
        fields = FACTS
        widgets = {"purpose": LONG, "purpose_en": LONG}
        labels = {"purpose": _("Purpose"), "valid_until": _("Valid until"), "amount": _("Amount of money")}
        help_texts = {
            "starts_on": _("Empty: from the day of the last signature."),
            "valid_until": _("Empty: without an end."),
            "amount": _("In won, where money was agreed."),
        }

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["copy_from"]
        else:
            self.fields["copy_from"].queryset = Agreement.objects.visible_to(member).order_by("title")
        self.fields["amount"].validators.append(MinValueValidator(1))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        begin, end = cleaned.get("starts_on"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("The end must come after the beginning."))
        return cleaned


class ClauseForm(forms.ModelForm):
    """One clause in both languages."""

    class Meta:
        model = Clause
        fields = ("text", "text_en")
        widgets = {"text": LONG, "text_en": LONG}


class PartyForm(forms.Form):
    """A party, who signs for it, and whom to write to."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    signer = forms.CharField(
        label=_("Signed by"), max_length=100, required=False, validators=[refuse_resident_number]
    )
    signer_title = forms.CharField(label=_("Title of the signer"), max_length=100, required=False)
    contact_name = forms.CharField(
        label=_("Contact person"), max_length=100, required=False, validators=[refuse_resident_number]
    )
    contact_email = forms.EmailField(
        label=_("E-mail of the contact"),
        required=False,
        help_text=_("The link to sign goes here. Without it the party signs on paper."),
    )

    def __init__(self, *args: object, partners: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners


class SendForm(forms.Form):
    """By when everybody should have signed."""

    due_on = forms.DateField(label=_("To be signed by"), required=False)

    def clean_due_on(self) -> object:
        day = self.cleaned_data["due_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return day


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, validators=[refuse_resident_number])


class SignedForm(forms.Form):
    """The day on which all signed on paper."""

    signed_on = forms.DateField(label=_("Signed on"))


class TerminationForm(forms.Form):
    """The last day of an agreement that is ended, and why."""

    on = forms.DateField(label=_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=LONG, validators=[refuse_resident_number]
    )


FIELDS_OF_KIND = {
    AmendmentKind.TERM: ("new_end",),
    AmendmentKind.PARTY: ("action", "partner", "signer", "signer_title"),
    AmendmentKind.SIGNATORY: ("partner", "signer", "signer_title"),
    AmendmentKind.CLAUSE: ("action", "clause_number", "text", "text_en"),
    AmendmentKind.MONEY: ("amount",),
}
ACTIONS_OF_KIND = {
    AmendmentKind.PARTY: (AmendmentAction.JOIN, AmendmentAction.LEAVE),
    AmendmentKind.CLAUSE: (AmendmentAction.ADD, AmendmentAction.REPLACE, AmendmentAction.DELETE),
}
NEEDED = {"action", "partner", "amount"}


class AmendmentForm(forms.ModelForm):
    """What one amendment changes; only the fields of its kind are asked."""

    class Meta:
        model = Amendment
        fields = (
            "title",
            "effective_from",
            "action",
            "partner",
            "signer",
            "signer_title",
            "clause_number",
            "text",
            "text_en",
            "new_end",
            "amount",
        )
        widgets = {"text": LONG, "text_en": LONG}
        help_texts = {
            "effective_from": _("It counts from this day, or from the last signature if that is later."),
            "new_end": _("Empty: without an end."),
            "clause_number": _("The clause that is changed or deleted; a new one is numbered by itself."),
        }

    def __init__(self, *args: object, kind: str, partners: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind = AmendmentKind(kind)
        shown = {"title", "effective_from", *FIELDS_OF_KIND[self.kind]}
        for name in set(self.fields) - shown:
            del self.fields[name]
        for name in NEEDED & shown:
            self.fields[name].required = True
        if "partner" in shown:
            self.fields["partner"].queryset = partners
        if "action" in shown:
            actions = [(one.value, one.label) for one in ACTIONS_OF_KIND[self.kind]]
            self.fields["action"].choices = [("", "---------"), *actions]
        if self.kind == AmendmentKind.SIGNATORY:
            self.fields["signer"].required = True

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        action = cleaned.get("action")
        if self.kind == AmendmentKind.CLAUSE and action:
            if action != AmendmentAction.ADD and not cleaned.get("clause_number"):
                self.add_error("clause_number", _("Say which clause."))
            if action == AmendmentAction.DELETE:
                cleaned["text"] = cleaned["text_en"] = ""
            elif not cleaned.get("text"):
                self.add_error("text", _("Write the text of the clause."))
            if action == AmendmentAction.ADD:
                cleaned["clause_number"] = None
        return cleaned

    def _post_clean(self) -> None:
        """The service checks the whole row; here only what was typed is."""
