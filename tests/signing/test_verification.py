"""`./portal verify_signatures` finds what no longer is what was signed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from consortium.signing import services, verification
from consortium.signing.models import Signature
from tests.authorization import as_owner
from tests.samples import pdf
from tests.signing.conftest import act, party_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature(cast, opened, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return act(
        cast,
        "coordinator",
        services.record_paper_signature,
        party_of(opened, "company"),
        signed_on=timezone.localdate(),
        signer="박대표",
        scan=SimpleUploadedFile("a.pdf", pdf()),
    )


def tamper(statement):
    """Somebody with all rights, who switches the triggers off."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def problems():
    with as_owner():
        return verification.verify().problems


def test_what_is_whole_passes(signature, capsys):
    with as_owner():
        call_command("verify_signatures")
    assert "1 documents, 1 signatures, 1 scans checked" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE signing_document SET title = title || '.'", "text does not match"),
        ("UPDATE signing_document SET body = jsonb_set(body, '{0,text}', '\"x\"')", "text does not match"),
        ("UPDATE signing_signature SET document_sha256 = repeat('0', 64)", "under another text"),
        ("UPDATE signing_signature SET scan_sha256 = repeat('0', 64)", "scan does not match"),
        ("DELETE FROM signing_signature", "counts as signed without"),
    ],
)
def test_each_way_of_tampering_is_found(signature, statement, words):
    tamper(statement)
    assert any(words in problem for problem in problems())
    with as_owner(), pytest.raises(SystemExit):
        call_command("verify_signatures")


def test_a_changed_and_a_missing_scan_are_found(signature):
    with as_owner():
        place = Signature.objects.get().location
    place.write_bytes(b"%PDF-1.7\nother\n%%EOF")
    assert problems() == [f"signature {signature.pk}: the scan does not match its checksum"]
    place.unlink()
    assert problems() == [f"signature {signature.pk}: the scan is missing"]


def test_one_text_is_checked_by_the_checksum_on_its_print(signature, opened, capsys):
    with as_owner():
        call_command("verify_signatures", sha256=opened.sha256)
        assert "1 documents, 1 signatures, 1 scans checked" in capsys.readouterr().out
        with pytest.raises(SystemExit):
            call_command("verify_signatures", sha256="0" * 64)
    assert "no text was ever signed" in capsys.readouterr().err
