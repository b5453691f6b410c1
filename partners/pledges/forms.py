"""Forms of the partners app."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from partners.models import Delivery, Pledge


class DeliveryForm(forms.ModelForm):
    """One part of a pledge that happened: when, how much, and what shows it."""

    amount = forms.DecimalField(
        label=_("Delivered amount"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        validators=[refuse_resident_number],
        help_text=_("What shows it: a document number, a report, an attendance list. No personal names."),
    )

    class Meta:
        model = Delivery
        fields = ("on", "amount", "evidence")
        labels = {"on": _("Date of delivery")}

    def __init__(self, *args: object, pledge: Pledge, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("In this unit: %(unit)s") % {"unit": pledge.get_unit_display()}

    def add_service_error(self, error: ValidationError) -> None:
        """Show what the service refused at the field that it is about."""
        self.add_error(None, error)
