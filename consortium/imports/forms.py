"""What people fill in to bring a list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.imports.headers import HIGHEST, Header
from consortium.imports.models import Import
from consortium.imports.reading import Unreadable, column_letter
from consortium.imports.reading.refusals import KINDS, MAX_BYTES, MAX_ROWS, MEGABYTE, kind_of

EXAMPLE_LENGTH = 24


class UploadForm(forms.Form):
    """The file; whatever is wrong with it from outside is said here."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "XLSX or CSV (UTF-8 or CP949), at most %(size)s MB and %(rows)s rows. No resident registration"
            " numbers."
        ) % {"size": MAX_BYTES // MEGABYTE, "rows": f"{MAX_ROWS:,}"}

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        try:
            kind_of(file.name, file.size, file)
        except Unreadable as fault:
            raise forms.ValidationError(str(fault)) from fault
        return file


class ColumnsForm(forms.Form):
    """For each field of the target, the column of the file that holds it."""

    def __init__(self, data: object = None, *, imported: Import, header: Header) -> None:
        super().__init__(data, initial={name: str(column) for name, column in imported.mapping.items()})
        columns = _columns(header, imported)
        for one in imported.into.fields:
            empty = gettext("Choose…") if one.required else gettext("Not in this file")
            self.fields[one.name] = forms.TypedChoiceField(
                label=one.label,
                help_text=one.help,
                choices=[("", empty), *columns],
                coerce=int,
                empty_value=None,
                required=one.required,
            )

    @property
    def mapping(self) -> dict[str, int]:
        return {name: column for name, column in self.cleaned_data.items() if column is not None}


class HeaderForm(forms.Form):
    """In which row the column names stand, and over how many rows they reach."""

    row = forms.TypedChoiceField(label=_("Row of the column names"), coerce=int)
    height = forms.TypedChoiceField(
        label=_("The names reach over"),
        coerce=int,
        choices=[(1, _("one row")), (2, _("two rows")), (HIGHEST, _("three rows"))],
    )

    def __init__(self, data: object = None, *, imported: Import) -> None:
        super().__init__(data, initial={"row": imported.header_row, "height": imported.header_height})
        self.fields["row"].choices = [
            (number, f"{number}: {' · '.join(dict.fromkeys(filter(None, cells)))[:60]}")
            for number, cells in enumerate(imported.sample, start=1)
            if any(cells)
        ]


class SheetForm(forms.Form):
    """Which sheet of the workbook holds the list."""

    sheet = forms.ChoiceField(label=_("Sheet"))

    def __init__(self, data: object = None, *, imported: Import) -> None:
        super().__init__(data, initial={"sheet": imported.sheet})
        self.fields["sheet"].choices = [(name, name) for name in imported.sheets]


def _columns(header: Header, imported: Import) -> list[tuple[str, str]]:
    """Columns by letter, name and the first thing that stands in them."""
    below = imported.sample[header.last_row :]
    found = []
    for column, label in enumerate(header.labels):
        example = next((cells[column] for cells in below if column < len(cells) and cells[column]), "")
        if label or example:
            shown = f" ({example[:EXAMPLE_LENGTH]})" if example else ""
            found.append(
                (str(column), f"{column_letter(column)}: {label or gettext('without a name')}{shown}")
            )
    return found
