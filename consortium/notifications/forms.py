from django import forms
from django.utils.translation import gettext_lazy as _

from consortium.notifications.states import MailChoice
from consortium.notifications.wishes import groups


class MailForm(forms.Form):
    """One choice for each group of events."""

    def __init__(self, *args: object, wishes: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, label in groups().items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=MailChoice.choices,
                initial=wishes.get(name, MailChoice.DIGEST),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the three.")},
            )
