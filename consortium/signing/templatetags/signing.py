"""The table of parties that apps include, and the words of a document's state."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from consortium.shell.templatetags.krds import badge
from consortium.signing.models import Document
from consortium.signing.registry import kind_of
from consortium.signing.states import DocumentState
from consortium.signing.table import Table, table_of

register = template.Library()
TONES = {
    DocumentState.DRAFT: "gray",
    DocumentState.OPEN: "information",
    DocumentState.COMPLETE: "success",
    DocumentState.VOID: "warning",
}


@register.simple_tag(takes_context=True)
def party_table(context: template.Context, document: Document) -> Table:
    """The parties of a document as the member at hand may see them."""
    return table_of(document, context["member"])


@register.simple_tag
def document_badge(document: Document) -> SafeString:
    """The state of a document in one word."""
    return badge(document.get_state_display(), TONES[DocumentState(document.state)])


@register.simple_tag
def kind_label(document: Document) -> str:
    """What kind of document it is, as its app calls it."""
    return str(kind_of(document.kind).label)
