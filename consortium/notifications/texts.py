"""What a person reads: a notice as title and text, a mail in its frame."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.languages import in_readers_language
from consortium.notifications.models import Message, Notification

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Text:
    """A notice in one language."""

    title: str
    body: str
    address: str

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]


def template_of(event: str) -> str:
    return f"messages/{event}.txt"


def text_of(notification: Notification) -> Text:
    """The notice in the language that is active now; the first line of its template is the title.

    A notice outlives its template when a release renames an event; its link still leads to the page.
    """
    try:
        filled = _fill(template_of(notification.event), notification.context)
    except TemplateDoesNotExist:
        filled = _("Something has happened that concerns you")
    title, _separator, body = filled.strip().partition("\n")
    return Text(title.strip(), body.strip(), settings.SITE_URL + notification.url)


def mail_for(message: Message, notifications: Sequence[Notification]) -> EmailMultiAlternatives:
    """The mail that carries these notices, in the language of the person who gets it."""
    with translation.override(message.recipient.language):
        texts = [text_of(notification) for notification in notifications]
        words = {
            "name": message.recipient.name,
            "texts": texts,
            "subject": _subject(texts),
            "consortium": str(message.notification.consortium or ""),
            "preferences": _preferences(message.notification),
        }
        mail = EmailMultiAlternatives(
            subject=words["subject"],
            body=_fill("messages/frame.txt", words),
            to=[message.recipient.email],
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(get_template("messages/frame.html").render(words), "text/html")
        return mail


def _subject(texts: Sequence[Text]) -> str:
    if len(texts) == 1:
        return texts[0].title
    return _("%(title)s and %(others)s") % {
        "title": texts[0].title,
        "others": ngettext("%(count)d more", "%(count)d more", len(texts) - 1) % {"count": len(texts) - 1},
    }


def _preferences(notification: Notification) -> str:
    """Where this person can choose what comes by mail, or nothing outside a consortium."""
    if notification.consortium is None:
        return ""
    return settings.SITE_URL + reverse("notifications:preferences", args=[notification.consortium.slug])


def _fill(name: str, words: dict[str, object]) -> str:
    """Plain text: nothing is escaped, and no word of a person's becomes markup."""
    return get_template(name).template.render(Context(_readable(words), autoescape=False))


def _readable(words: dict[str, object]) -> dict[str, object]:
    """Days, which are kept as 2026-12-31, as the pages write them; names in the reader's language."""
    return {name: _as_day(_as_read(word)) for name, word in words.items()}


def _as_read(word: object) -> object:
    return in_readers_language(word["ko"], word["en"]) if isinstance(word, dict) else word


def _as_day(word: object) -> object:
    if not isinstance(word, str) or not ISO_DAY.fullmatch(word):
        return word
    try:
        return date_format(date.fromisoformat(word))
    except ValueError:
        return word
