"""What the school types about the programme and its bids."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from partners.models import Bid, Member, Pledge, ProgrammeStatus
from partners.programme.calls import Call, calls


class StatusForm(forms.ModelForm):
    """Since when the programme stands where, and the paper that says so."""

    class Meta:
        model = ProgrammeStatus
        fields = ("state", "on", "bid", "note", "document")
        labels = {
            "on": _("Day of the decision"),
            "bid": _("Bid"),
            "note": _("Remark"),
            "document": _("Document"),
        }
        help_texts = {
            "on": _("The date of the decision or event, today or earlier."),
            "bid": _("Leave empty when it is about the programme as a whole."),
            "document": _("Number and title of the notice or letter."),
        }

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].queryset = Bid.objects.visible_to(member)
        for name in ("note", "document"):
            self.fields[name].validators.append(refuse_resident_number)


class BidForm(forms.ModelForm):
    """An application for support; the call brings its criteria with it."""

    class Meta:
        model = Bid
        fields = ("title", "call", "deadline", "amount_requested", "predecessor")
        help_texts = {"predecessor": _("Its pledges can be carried over to this one.")}

    criteria = forms.ChoiceField(
        label=_("Criteria"),
        required=False,
        help_text=_("A checklist to start from. Points that are not public stay empty."),
    )

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.instance.consortium_id = member.consortium_id
        others = Bid.objects.visible_to(member).exclude(pk=self.instance.pk)
        self.fields["predecessor"].queryset = others
        if self.instance.pk:
            del self.fields["criteria"]
        else:
            self.fields["criteria"].choices = [
                ("", _("None yet")),
                *((key, str(call)) for key, call in calls().items()),
            ]

    def validate_unique(self) -> None:
        """The title is looked at within the consortium, which is no field of this form."""
        try:
            self.instance.validate_constraints(exclude={"predecessor"})
        except forms.ValidationError:
            self.add_error("title", _("There is a bid with this title already."))

    @property
    def call(self) -> Call | None:
        return calls().get(self.cleaned_data.get("criteria", ""))

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CarryOverForm(forms.Form):
    """Which pledges the bid counts on."""

    pledges = forms.ModelMultipleChoiceField(
        label=_("Pledges"), queryset=Pledge.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, offered: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pledges"].queryset = offered
        self.fields["pledges"].label_from_instance = lambda one: f"{one.partner}: {one.description}"


class DocumentForm(forms.Form):
    """What shows a requirement beside the portal's own records."""

    document = forms.CharField(
        label=_("Document"),
        max_length=200,
        required=False,
        validators=[refuse_resident_number],
        help_text=_("For example: development plan p. 12; room plan 2026-03. Empty takes it back."),
    )
