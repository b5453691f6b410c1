"""Mail about log-ins that must not make a request wait."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import shared_task

from consortium.accounts.letters import send_letter
from consortium.accounts.models import User


@shared_task
def mail_password_reset(user_id: int) -> None:
    """Mail the link for a new password; running twice sends a second link, and either works once."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.has_usable_password():
        return  # invited and not yet joined: the invitation itself sets the password
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link = get_adapter().get_reset_password_from_key_url(key)
    send_letter("accounts/password_reset", to=user.email, language=user.language, link=link)
