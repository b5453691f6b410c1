"""A kind of document that only tests know, so that they do not hang on what an app has signed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.core import mail

from consortium.rowlevel import current_actor
from consortium.signing.registry import Kind
from consortium.signing.services import PartySpec
from consortium.verdict import ALLOWED, only_if
from partners.states import Role

KEY = "trial.paper"
BODY = [
    {"number": "1", "heading": "목적", "text": "이 협약은 지역 인재를 함께 기르기 위한 것이다."},
    {"number": "2", "heading": "기간", "text": "서명한 날부터 3년으로 한다.\n\n합의하여 늘릴 수 있다."},
]
TITLE = "시험 협약서"


@dataclass
class Reactions:
    """What the engine told the app, and as whom."""

    signed: list[str] = field(default_factory=list)
    complete: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)

    def on_signed(self, party) -> None:
        self._note(self.signed, party.name)

    def on_complete(self, document) -> None:
        self._note(self.complete, document.title)

    def on_declined(self, party) -> None:
        self._note(self.declined, party.name)

    def _note(self, notes, words) -> None:
        notes.append(words)
        self.actors.add(current_actor().kind.value)


def kind(reactions: Reactions, **changes) -> Kind:
    answers = {
        "may_manage": lambda member, document: only_if(member.role == Role.COORDINATOR),
        "may_see": lambda member, document: ALLOWED,
        "on_signed": reactions.on_signed,
        "on_complete": reactions.on_complete,
        "on_declined": reactions.on_declined,
        "url": lambda document, member: "/paju/agreements/",
    }
    return Kind(**{"key": KEY, "label": "시험 문서", **answers, **changes})


def specs(cast, *names) -> list[PartySpec]:
    """Parties of the cast by the key of their organisation, each with somebody to write to."""
    return [
        PartySpec(
            name=cast.partners[name].name,
            partner=cast.partners[name],
            contact_name=f"{name} 담당",
            contact_email=f"{name}@signer.example",
        )
        for name in names
    ]


def secrets_mailed() -> dict[str, str]:
    """The newest link of each address that got one: address → token."""
    found = {}
    for one in mail.outbox:
        if match := re.search(r"/sign/([\w-]+)/", one.body):
            found[one.to[0]] = match[1]
    return found


def code_mailed(address: str) -> str:
    """The newest code that this address got."""
    codes = [
        match[1]
        for one in mail.outbox
        if one.to == [address] and (match := re.search(r"^(\d{6})$", one.body, re.M))
    ]
    return codes[-1]
