"""What people type into the register; checked here for form, decided in the services."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium import hangul
from consortium.validators import refuse_resident_number
from partners.models import Contact, Interaction, Member, Partner
from partners.registry import names, numbers
from partners.registry.pictures import MOST_BYTES, MOST_PIXELS
from partners.registry.services.partners import ADDRESS, FACTS, facts_of
from partners.states import ContactRole, PartnerKind, PledgeKind, Role


class AddressForm(forms.ModelForm):
    """Where an organisation is to be found; `seen` tells whether somebody else was faster."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Partner
        fields = ADDRESS
        labels = {
            "name_en": _("English name"),
            "province": _("Province or metropolitan city"),
            "district": _("City, county or district"),
            "homepage": _("Homepage"),
            "address": _("Address"),
            "phone": _("Main telephone number"),
        }

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        if self.instance.pk:
            self.initial["seen"] = facts_of(self.instance)

    def clean_homepage(self) -> str:
        typed = self.cleaned_data["homepage"].strip()
        return f"https://{typed}" if typed and "://" not in typed else typed

    def facts(self) -> dict[str, object]:
        """What the service is to write, by field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class PartnerForm(AddressForm):
    """Everything that is known of an organisation; what is not known stays empty."""

    registration_number = forms.CharField(
        label=_("Business registration number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits; hyphens are added. Branches may share the number of their head office."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    head_office = forms.CharField(
        label=_("Head office"),
        max_length=100,
        required=False,
        help_text=_("Only for a branch: the number or the whole name of the head office."),
    )
    could_contribute = forms.MultipleChoiceField(
        label=_("Could contribute"),
        choices=PledgeKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What such a body can realistically give; it is not a pledge."),
    )

    class Meta(AddressForm.Meta):
        fields = FACTS
        labels = AddressForm.Meta.labels | {
            "name": _("Name"),
            "kind": _("Kind"),
            "industry": _("Industry"),
            "size": _("Size"),
            "hifive_id": _("HIFIVE number"),
            "founded_on": _("Founded on"),
            "note": _("Remarks"),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        if self.instance.pk:
            self.initial["registration_number"] = self.instance.number_in_groups
            head = self.instance.head_office
            self.initial["head_office"] = head.name if head else ""
        if self.member.role == Role.ASSOCIATION_SECRETARY:
            self.fields["kind"].choices = [(PartnerKind.COMPANY.value, PartnerKind.COMPANY.label)]

    def clean_name(self) -> str:
        return hangul.composed(self.cleaned_data["name"])

    def clean_registration_number(self) -> str:
        digits = numbers.digits_of(self.cleaned_data["registration_number"])
        if digits:
            numbers.check_number(digits)
        return digits

    def clean_head_office(self) -> Partner | None:
        typed = self.cleaned_data["head_office"].strip()
        if not typed:
            return None
        known = Partner.objects.visible_to(self.member).exclude(pk=self.instance.pk).filter(head_office=None)
        digits = numbers.digits_of(typed)
        same = {"registration_number": digits} if digits.isdigit() else {"search_name": names.compared(typed)}
        found = list(known.filter(**same)[:2])
        if len(found) != 1:
            raise ValidationError(_("No single partner of the register has this name or number."))
        return found[0]

    def _post_clean(self) -> None:
        """The service checks the whole row; here only what was typed is."""


class SharedEntryForm(PartnerForm):
    """What an organisation is, wherever it takes part; what it could give is said in each consortium."""

    could_contribute = None

    class Meta(PartnerForm.Meta):
        fields = tuple(name for name in FACTS if name not in ("could_contribute", "note"))


class NewPartnerForm(PartnerForm):
    """A new partner; when another one looks like it, the person says that it is not the same."""

    not_the_same = forms.BooleanField(label=_("It is none of these; enter it all the same."), required=False)


class LeavingForm(forms.Form):
    """When a partner left."""

    left_on = forms.DateField(label=_("Last day"), widget=forms.DateInput, initial=timezone.localdate)


class LogoForm(forms.Form):
    """A picture to show beside the organisation."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, %(kb)s KB and %(pixels)s × %(pixels)s pixels at most.")
        % {"kb": MOST_BYTES // 1024, "pixels": MOST_PIXELS},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class MergeForm(forms.Form):
    """Why two entries are one."""

    reason = forms.CharField(
        label=_("How do you know that it is one organisation?"),
        max_length=200,
        validators=[refuse_resident_number],
    )


class ContactForm(forms.ModelForm):
    """Whom to talk to, and whether they agreed to be shown to others."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ContactRole.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contact
        fields = ("name", "roles", "position", "phone", "email", "since", "until", "agreed_to_share")
        labels = {
            "name": _("Person"),
            "position": _("Position"),
            "phone": _("Telephone"),
            "email": _("E-mail address"),
            "since": _("Contact since"),
            "until": _("Contact until"),
            "agreed_to_share": _("Agreed to be shown to others in the consortium"),
        }


class InteractionForm(forms.ModelForm):
    """That we were in touch, what came of it, and what comes next."""

    class Meta:
        model = Interaction
        fields = ("on", "way", "contact", "outcome", "summary", "next_step", "next_due")
        labels = {
            "on": _("When"),
            "way": _("How"),
            "contact": _("With whom"),
            "outcome": _("Outcome"),
            "summary": _("In a few words"),
            "next_step": _("Next step"),
            "next_due": _("Until when"),
        }
        help_texts = {
            "summary": _("No personal names: choose the person above."),
            "next_step": _("It appears on your home page until it is done."),
        }

    def __init__(self, *args: object, member: Member, partner: Partner, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        known = Contact.objects.visible_to(member).current().filter(partner=partner)
        self.fields["contact"].queryset = known
        self.fields["contact"].empty_label = _("Nobody in particular")

    def _post_clean(self) -> None:
        """The service checks the whole row; here only what was typed is."""


class MemberCompanyForm(forms.Form):
    """A company of the register that belongs to the association."""

    company = forms.CharField(
        label=_("Company"), max_length=100, help_text=_("The number or the whole name as in the register.")
    )
    since = forms.DateField(label=_("Member since"), widget=forms.DateInput, initial=timezone.localdate)

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_company(self) -> Partner:
        typed = self.cleaned_data["company"].strip()
        digits = numbers.digits_of(typed)
        same = {"registration_number": digits} if digits.isdigit() else {"search_name": names.compared(typed)}
        companies = Partner.objects.visible_to(self.member).filter(kind=PartnerKind.COMPANY)
        found = list(companies.filter(**same)[:2])
        if len(found) != 1:
            raise ValidationError(_("No single company of the register has this name or number."))
        return found[0]
