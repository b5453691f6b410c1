"""Forms of signing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import scans
from consortium.signing.models import Document, Party
from consortium.signing.registry import kind_of
from consortium.validators import refuse_disguise, refuse_resident_number


class _Clean(forms.Form):
    """Keeps resident registration numbers out of every text."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name != "sha256":
                try:
                    refuse_resident_number(value)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned


def expected_signer(party: Party, own_name: str = "") -> dict[str, str]:
    """Name and office that a form begins with: who was named for the party, or the person at the screen."""
    with acting_as(SYSTEM):  # whoever comes by a link reads no row of the app that knows it
        title, name = kind_of(party.document.kind).expected_signer(party)
    if own_name and own_name != name:
        return {"signer": own_name}
    return {"signer": name, "title": title}


def code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SignForm(_Clean):
    """The code, who signs in which office, and the agreement itself."""

    code = code_field()
    signer = forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[refuse_disguise],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    title = forms.CharField(
        label=_("Your title"),
        max_length=100,
        validators=[refuse_disguise],
        required=False,
        help_text=_("For example: representative, principal."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    agree = forms.BooleanField(
        label=_("I have read the whole text and agree to it in the name of this party.")
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sha256"].initial = document.sha256


class ReasonForm(_Clean):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DeclineForm(ReasonForm):
    """Why somebody does not sign; whoever asked reads it."""

    reason = forms.CharField(
        label=_("Why do you not sign?"),
        help_text=_("Whoever asked you reads this. A sentence is enough."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineByLinkForm(DeclineForm):
    """The same behind a mailed link, where the code shows who says no."""

    code = code_field()
    field_order = ("code", "reason")


class PaperForm(_Clean):
    """A signature on paper: the day, the person, the scan."""

    signed_on = forms.DateField(label=_("Day on the paper"), widget=forms.DateInput)
    signer = forms.CharField(label=_("Signed by"), max_length=100, validators=[refuse_disguise])
    title = forms.CharField(
        label=_("Title of the signer"), max_length=100, required=False, validators=[refuse_disguise]
    )
    scan = forms.FileField(
        label=_("Scan of the signed page"),
        help_text=_("PDF, PNG or JPEG, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": scans.ACCEPT}),
    )

    same_text = forms.BooleanField(
        label=_("I have compared the paper: it is the text that went out, although it was signed earlier."),
        required=False,
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_on = timezone.localdate(document.opened_at) if document.opened_at else None
        if not self.is_bound:
            del self.fields["same_text"]

    def clean_signed_on(self) -> Any:
        if self.cleaned_data["signed_on"] > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return self.cleaned_data["signed_on"]

    def clean(self) -> dict[str, Any]:
        """A paper older than the text is taken after a second look only; nobody else is asked for one."""
        cleaned = super().clean()
        confirmed, day = cleaned.pop("same_text", False), cleaned.get("signed_on")
        if day is None or self.fixed_on is None or day >= self.fixed_on:
            del self.fields["same_text"]
        elif not confirmed:
            words = _("This text went out on %(day)s only. Compare the paper with it and confirm that below.")
            self.add_error("signed_on", ValidationError(words, params={"day": date_format(self.fixed_on)}))
        return cleaned

    def clean_scan(self) -> Any:
        scans.check(self.cleaned_data["scan"])
        return self.cleaned_data["scan"]


class ContactForm(_Clean):
    """To whom the link is mailed."""

    name = forms.CharField(label=_("Contact"), max_length=100, validators=[refuse_disguise])
    email = forms.EmailField(label=_("E-mail address"))

    @classmethod
    def of(cls, party: Party, data: Any = None) -> ContactForm:
        return cls(data, initial={"name": party.contact_name, "email": party.contact_email})
