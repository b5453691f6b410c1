"""A document of the trial kind on the cast's stage, and the mails that leave for it."""

import pytest

from consortium.rowlevel import acting_as
from consortium.signing import letters, registry, services
from consortium.signing.models import Letter
from tests.authorization import as_owner
from tests.signing import trial


@pytest.fixture
def reactions(monkeypatch):
    """What the app behind the document was told."""
    reactions = trial.Reactions()
    monkeypatch.setitem(registry._kinds, trial.KEY, trial.kind(reactions))
    return reactions


@pytest.fixture
def prepared(cast, reactions):
    """Prepared by the coordinator for school and company."""
    return prepare(cast)


@pytest.fixture
def opened(cast, prepared):
    return act(cast, "coordinator", services.open_for_signing, prepared)


@pytest.fixture
def invited(cast, opened):
    """Out for signing, both parties asked, both letters mailed."""
    act(cast, "coordinator", services.invite_everybody, opened)
    deliver()
    return opened


def prepare(cast, *names):
    with acting_as(cast["coordinator"].actor):
        return services.prepare(
            trial.KEY,
            7,
            trial.TITLE,
            trial.BODY,
            parties=trial.specs(cast, *(names or ("school", "company"))),
            by=cast["coordinator"],
        )


def act(cast, who, service, subject, *args, **kwargs):
    """Call a service as this player."""
    with acting_as(cast[who].actor):
        return service(subject, *args, by=cast[who], **kwargs)


def party_of(document, name):
    with as_owner():
        return document.parties.select_related("document").get(partner__name__endswith=name)


def deliver():
    """Send every letter that waits, as the worker would."""
    with as_owner():
        waiting = list(Letter.objects.waiting().order_by("pk").values_list("pk", flat=True))
    for pk in waiting:
        letters.mail(pk)
