"""The form of a consortium's own competency unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import CompetencyUnit


class UnitForm(forms.ModelForm):
    """Code, name, level, field and what somebody who has the unit can do."""

    class Meta:
        model = CompetencyUnit
        fields = ("code", "name", "level", "sub_field", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "code": _("Capital letters, digits and hyphens, such as SK-AI-01. It never changes again."),
            "level": _("From 1 to 8 as in the national standards; high schools use mostly 2 to 4."),
            "description": _("What somebody who has this unit can do, in two or three sentences."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        if self.instance.pk:
            del self.fields["code"]

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split()).upper()

    def _post_clean(self) -> None:
        """The service checks the whole unit, which belongs to a consortium that the form does not know."""
