"""What people fill in to get a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consortium.audit.reasons import SHORTEST
from consortium.reports.registry import Report
from consortium.reports.states import Format
from consortium.validators import refuse_resident_number


class RequestForm(forms.Form):
    """Formats of one kind of report, and a reason where it holds personal data."""

    formats = forms.MultipleChoiceField(
        label=_("Formats"), widget=forms.CheckboxSelectMultiple, choices=Format.choices
    )

    def __init__(self, data: object = None, *, report: Report) -> None:
        super().__init__(data, prefix=report.key.replace("/", "-"), initial={"formats": list(report.formats)})
        self.fields["formats"].choices = [(format, Format(format).label) for format in report.formats]
        if report.personal:
            self.fields["reason"] = reason_field()


class DownloadForm(forms.Form):
    """Why a file with personal data is fetched."""

    reason = forms.CharField()

    def __init__(self, data: object = None, *, personal: bool) -> None:
        super().__init__(data)
        self.fields["reason"] = reason_field()
        self.fields["reason"].required = personal


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason for the download"),
        help_text=_("It is kept with the access record, because this report holds personal data."),
        min_length=SHORTEST,
        max_length=300,
        validators=[refuse_resident_number],
    )
