"""Documents, their parties, signatures, and the links and letters that bring them together."""

from consortium.signing.models.document import Document
from consortium.signing.models.letter import Letter
from consortium.signing.models.link import Link
from consortium.signing.models.party import Contact, Party
from consortium.signing.models.signature import Signature, Trace

__all__ = ("Contact", "Document", "Letter", "Link", "Party", "Signature", "Trace")
