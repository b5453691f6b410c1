"""Letters with a secret link; they go straight out, so that no table ever holds the link."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation


def send_letter(name: str, *, to: str, language: str, **words: object) -> None:
    """Send `templates/letters/<name>.txt`, whose first line is the subject, in this language."""
    with translation.override(language):
        text = render_to_string(f"letters/{name}.txt", words | {"site": settings.SITE_URL})
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [to])
