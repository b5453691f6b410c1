"""How a password is checked."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser


class QuietBackend(AuthenticationBackend):
    """A disabled log-in answers as a wrong password does.

    allauth sets it aside for a page that says "inactive", which would confirm the password to whoever tries.
    """

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        return None
