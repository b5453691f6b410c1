"""Holds every document, signature and scan against its checksum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from consortium.reports import files
from consortium.signing import scans
from consortium.signing.models import Document, Party, Signature
from consortium.signing.states import PartyState

CHUNK = 500


@dataclass
class Findings:
    """How much was looked at, and what does not match, one line each."""

    documents: int = 0
    signatures: int = 0
    scans: int = 0
    problems: list[str] = field(default_factory=list)


def verify(sha256: str = "") -> Findings:
    """Recompute everything, or one text and its signatures; it changes nothing."""
    found = Findings()
    documents, given = Document.objects.order_by("pk"), Signature.objects.order_by("pk")
    if sha256:
        documents, given = documents.filter(sha256=sha256), given.filter(party__document__sha256=sha256)
    for document in documents.iterator(CHUNK):
        found.documents += 1
        if not document.is_whole:
            found.problems.append(f"document {document.pk}: the text does not match its checksum")
    for signature in given.select_related("party__document").iterator(CHUNK):
        found.signatures += 1
        found.scans += bool(signature.scan)
        found.problems += _of(signature)
    if sha256:
        found.problems += [] if found.documents else ["no text was ever signed under this checksum"]
        return found
    unsigned = Party.objects.filter(state=PartyState.SIGNED, signature=None).order_by("pk")
    found.problems += [f"party {pk}: counts as signed without a signature" for pk in _keys(unsigned)]
    named = set(Signature.objects.exclude(scan="").values_list("scan", flat=True))
    found.problems += [f"file {path.name}: no signature names this scan" for path in scans.orphans(named)]
    return found


def _of(signature: Signature) -> Iterator[str]:
    name = f"signature {signature.pk}"
    if signature.document_sha256 != signature.party.document.sha256:
        yield f"{name}: given under another text than the document's"
    if signature.party.state != PartyState.SIGNED:
        yield f"{name}: its party does not count as signed"
    if not signature.scan:
        return
    if not signature.location.is_file():
        yield f"{name}: the scan is missing"
    elif files.checksum(signature.location) != signature.scan_sha256:
        yield f"{name}: the scan does not match its checksum"


def _keys(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True))
