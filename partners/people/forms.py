"""Forms for inviting, joining and API tokens."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import User
from partners.models import Member, Partner
from partners.people import policies
from partners.people.services import SCOPES
from partners.states import Role


class InvitationForm(forms.Form):
    """Whom to invite, for which organisation, in which role."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Person"), max_length=100)
    partner = forms.ModelChoiceField(label=_("Organisation"), queryset=Partner.objects.none())
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        partners = Partner.objects.visible_to(member)
        if not policies.administers_partner(member, None):
            partners = partners.filter(pk=member.partner_id)
        self.fields["partner"].queryset = partners
        self.fields["partner"].initial = member.partner_id
        self.fields["role"].choices = [(role.value, role.label) for role in policies.roles_to_give(member)]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("partner") and cleaned.get("role"):
            may = policies.gives(self.member, cleaned["role"], cleaned["partner"])
            if not may:
                self.add_error("role", may.reason)
        return cleaned


class JoiningForm(forms.Form):
    """A password of one's own, twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") != cleaned["password"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class TokenForm(forms.Form):
    """What a new API token is for and what it includes."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("It includes"),
        choices=list(zip(SCOPES, (_("Reading"), _("Changing")), strict=True)),
        widget=forms.CheckboxSelectMultiple,
    )
