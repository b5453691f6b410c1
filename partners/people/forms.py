"""Forms for inviting, joining and API tokens."""

from collections.abc import Sequence

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import User
from consortium.reports.forms import reason_field
from consortium.validators import refuse_disguise, refuse_resident_number
from partners.models import Member, Partner
from partners.people import policies
from partners.people.handover import Holding
from partners.people.services import SCOPES
from partners.states import Belonging, Role


class InvitationForm(forms.Form):
    """Whom to invite, for which organisation, in which role."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Person"), max_length=100, validators=[refuse_resident_number, refuse_disguise]
    )
    partner = forms.ModelChoiceField(label=_("Organisation"), queryset=Partner.objects.none())
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Several are possible; the person accepts them all with one link."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        partners = Partner.objects.visible_to(member)
        if not policies.administers_partner(member, None):
            partners = partners.filter(pk=member.partner_id)
        self.fields["partner"].queryset = partners
        self.fields["partner"].initial = member.partner_id
        self.fields["roles"].choices = [(role.value, role.label) for role in policies.roles_to_give(member)]

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for role in cleaned.get("roles", ()) if cleaned.get("partner") else ():
            may = policies.gives(self.member, role, cleaned["partner"])
            if not may:
                self.add_error("roles", may.reason)
                break
        return cleaned


class EndingForm(forms.Form):
    """To whom each kind of open work goes; empty leaves it to the role."""

    def __init__(self, data: object = None, *, holdings: Sequence[Holding], colleagues: QuerySet) -> None:
        super().__init__(data)
        for holding in holdings:
            if holding.moves:
                self.fields[holding.key] = forms.ModelChoiceField(
                    label=_("%(work)s (%(count)s): who takes it over?")
                    % {"work": holding.label, "count": len(holding.items)},
                    queryset=colleagues,
                    required=holding.source.needs_person,
                    empty_label=_("Choose…") if holding.source.needs_person else _("Leave it to the role"),
                )

    @property
    def successors(self) -> dict[str, Member]:
        return {key: member for key, member in self.cleaned_data.items() if member is not None}


class AnswerForm(forms.Form):
    """The answer about one person that changes nothing but the review."""

    answer = forms.ChoiceField(choices=[(one.value, one.label) for one in (Belonging.STAYS, Belonging.LATER)])


class DayForm(forms.Form):
    """The day whose rights are shown; today when nothing is chosen."""

    day = forms.DateField(label=_("On this day"), required=False, widget=forms.DateInput)


class RightsExportForm(DayForm):
    """The day, and why the list leaves the portal."""

    reason = reason_field()


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

    name = forms.CharField(label=_("What it is for"), max_length=100, validators=[refuse_resident_number])
    scopes = forms.MultipleChoiceField(
        label=_("It includes"),
        choices=list(zip(SCOPES, (_("Reading"), _("Changing")), strict=True)),
        widget=forms.CheckboxSelectMultiple,
    )
