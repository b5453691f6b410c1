"""Letters with a secret link; they go straight out, so that no table ever holds the link."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation


def send_letter(name: str, *, to: str, language: str, **words: object) -> None:
    """Send `templates/letters/<name>.txt`, whose first line is the subject, in this language.

    Words given as plain text become one line each, so that no name adds lines of its own to the mail.
    """
    words = {key: " ".join(word.split()) if isinstance(word, str) else word for key, word in words.items()}
    with translation.override(language):
        text = render_to_string(f"letters/{name}.txt", words | {"site": settings.SITE_URL})
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [to])
