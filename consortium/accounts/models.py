from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.accounts import querysets
from consortium.accounts.fields import HiddenBooleanField, HiddenCharField


class UserManager(BaseUserManager["User"]):
    """Creates log-ins by e-mail address; what a person may do comes from their memberships."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **extra: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person's log-in and nothing else: rights live in memberships, personal data in the apps."""

    email = models.EmailField(_("e-mail address"), unique=True)
    password = HiddenCharField(_("password"), max_length=128)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=5, default="ko")
    is_staff = HiddenBooleanField(_("may enter the technical administration"), default=False)
    is_superuser = HiddenBooleanField(
        _("superuser status"),
        default=False,
        help_text=_("Designates that this user has all permissions without explicitly assigning them."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("invited at"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")

    def __str__(self) -> str:
        return self.name or self.email


class Invitation(models.Model):
    """That somebody with this address may join an organisation in a role; the link works once.

    Partner, consortium and role are the higher floor's; here they are only what a new membership gets.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100)
    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, null=True, related_name="+")
    partner = models.ForeignKey("partners.Partner", models.CASCADE, null=True, related_name="+")
    role = models.CharField(_("role"), max_length=30)
    invited_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    digest = models.CharField(_("digest of the link's secret"), max_length=64, blank=True, editable=False)
    lease_until = models.DateTimeField(_("a worker has it until"), null=True, editable=False)
    sent_at = models.DateTimeField(_("mailed at"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = querysets.InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-invited_at"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_unanswered(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_expired(self) -> bool:
        return self.is_unanswered and self.expires_at <= timezone.now()


class ApiToken(models.Model):
    """A programme's key to act as one membership, for what its scopes include and no longer than said."""

    member = models.ForeignKey("partners.Member", models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(_("digest of the secret"), max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=10), verbose_name=_("includes"))
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = querysets.ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.name
