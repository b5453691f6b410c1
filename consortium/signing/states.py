"""Choices of the signing app; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentState(TextChoices):
    DRAFT = "DRAFT", _("Being prepared")
    OPEN = "OPEN", _("Open for signing")
    COMPLETE = "COMPLETE", _("Signed by all")
    VOID = "VOID", _("Withdrawn")


class PartyState(TextChoices):
    WAITING = "WAITING", _("Not yet asked")
    INVITED = "INVITED", _("Asked to sign")
    READ = "READ", _("Has read it")
    SIGNED = "SIGNED", _("Signed")
    DECLINED = "DECLINED", _("Declined to sign")
    LEFT_OUT = "LEFT_OUT", _("Goes without it")


class Method(TextChoices):
    """How somebody signed."""

    PAPER = "PAPER", _("Signed on paper")
    SCREEN = "SCREEN", _("Signed on screen")


class Purpose(TextChoices):
    """What a letter to a signer is for."""

    INVITATION = "INVITATION", _("Invitation to sign")
    REMINDER = "REMINDER", _("Reminder")
    CODE = "CODE", _("Code")
    COPY = "COPY", _("Copy of what was signed")
    MOVED = "MOVED", _("The link now goes to another address")


# Whose signature is still to come, and whom it makes sense to write to.
UNSIGNED = frozenset({PartyState.WAITING, PartyState.INVITED, PartyState.READ, PartyState.DECLINED})
ASKED = frozenset({PartyState.INVITED, PartyState.READ})
# In these states of a document signatures are taken; a complete one takes those of late parties.
SIGNABLE = frozenset({DocumentState.OPEN, DocumentState.COMPLETE})
