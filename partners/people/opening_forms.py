"""The guided steps of opening a consortium, one form each."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_disguise
from partners.models import Opening
from partners.people.founding import check_address, leads_already
from partners.states import FIRST_ROLES, PartnerKind, Role


class StepForm(forms.ModelForm):
    """One step; what the model lets be empty is asked for here where the step cannot do without."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = True

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"state", "consortium"}


class RegionForm(StepForm):
    """Where the consortium is and what it is called."""

    needed = ("region", "name", "slug")

    class Meta:
        model = Opening
        fields = ("region", "name", "name_en", "slug")
        labels = {"slug": _("Address")}
        help_texts = {
            "region": _("Province and city."),
            "slug": _("Stands in every link, for example “paju” in /paju/. It cannot be changed later."),
        }

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip().lower()
        check_address(slug, except_for=self.instance)
        return slug


class SchoolForm(StepForm):
    """The school that leads the consortium."""

    needed = ("school",)

    class Meta:
        model = Opening
        fields = ("school", "school_en")

    def clean_school(self) -> str:
        school = self.cleaned_data["school"].strip()
        if leads_already(school):
            raise ValidationError(_("This school leads a consortium already."))
        return school


class OfficesForm(StepForm):
    """The local government and the education office; either can come later."""

    class Meta:
        model = Opening
        fields = ("city", "city_en", "office", "office_en")
        help_texts = {
            "city": _("For example the city hall. Leave it empty if it joins later."),
            "office": _("For example the education office of the region. Leave it empty if it joins later."),
        }


class PeopleForm(forms.Form):
    """Whom to invite first: one person for each organisation, and the principal."""

    def __init__(self, data: object = None, *, opening: Opening) -> None:
        super().__init__(data)
        known = {person.role: person for person in opening.people.all()}
        self.roles = [role for role in FIRST_ROLES if role not in _absent(opening)]
        for role in self.roles:
            person = known.get(role)
            words = {"role": role.label}
            self.fields[f"{role}_name"] = forms.CharField(
                label=_("%(role)s: name") % words,
                max_length=100,
                validators=[refuse_disguise],
                required=role == Role.COORDINATOR,
                initial=person.name if person else "",
            )
            self.fields[f"{role}_email"] = forms.EmailField(
                label=_("%(role)s: e-mail address") % words,
                required=role == Role.COORDINATOR,
                initial=person.email if person else "",
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for role in self.roles:
            name, email = cleaned.get(f"{role}_name"), cleaned.get(f"{role}_email")
            if bool(name) != bool(email) and f"{role}_email" not in self.errors:
                missing = "name" if email else "email"
                if f"{role}_{missing}" not in self.errors:
                    self.add_error(f"{role}_{missing}", _("Give both name and e-mail address, or neither."))
        return cleaned

    @property
    def people(self) -> dict[Role, tuple[str, str]]:
        return {
            role: (self.cleaned_data[f"{role}_name"], self.cleaned_data[f"{role}_email"])
            for role in self.roles
            if self.cleaned_data[f"{role}_name"]
        }


class FirstPersonForm(forms.Form):
    """Another first administrator for a role in which nobody has joined yet."""

    role = forms.ChoiceField(label=_("Role"))
    name = forms.CharField(label=_("Person"), max_length=100, validators=[refuse_disguise])
    email = forms.EmailField(label=_("E-mail address"))

    def __init__(self, data: object = None, *, roles: list[Role]) -> None:
        super().__init__(data)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


def _absent(opening: Opening) -> set[Role]:
    """Roles whose organisation is not named yet."""
    named = {
        Role.CITY_OFFICIAL: opening.city,
        Role.EDUCATION_OFFICIAL: opening.office,
    }
    return {role for role, name in named.items() if not name}


def kinds_named(opening: Opening) -> list[tuple[PartnerKind, str]]:
    """The offices that the opening names, with their kinds."""
    offices = ((PartnerKind.LOCAL_GOVERNMENT, opening.city), (PartnerKind.EDUCATION_OFFICE, opening.office))
    return [(kind, name) for kind, name in offices if name]
