"""What the portal writes as evidence is kept in Korean and read in the reader's language."""

import pytest
from django.utils import translation

from consortium.notifications.models import Notification
from consortium.notifications.texts import text_of
from consortium.rowlevel import acting_as
from curriculum.codevelopment.deliveries import CONTRIBUTION, DEVELOPED
from curriculum.external.deliveries import HELD, SESSION
from curriculum.teaching.services.classes import TAUGHT
from partners.models import Delivery
from partners.pledges.services import record_delivery_from
from partners.pledges.wording import as_read, written
from partners.states import SourceKind
from tests import factories
from tests.authorization import as_owner

WORDS = (
    (CONTRIBUTION, {"course": "AI: 데이터 “품질”", "number": 3}),
    (DEVELOPED, {"course": "AI 데이터 품질"}),
    (SESSION, {"programme": "로봇", "day": "2026. 3. 2.", "time": "16:00"}),
    (HELD, {"programme": "로봇"}),
    (TAUGHT, {"course": "인공지능(2학기)", "pk": 210}),
)


@pytest.mark.parametrize(("words", "facts"), WORDS, ids=range(len(WORDS)))
def test_what_the_portal_wrote_reads_in_both_languages(words, facts):
    with translation.override("en"):
        english = str(words) % facts
        kept = written(words, **facts)
        assert as_read(kept) == english != kept
    assert as_read(kept) == as_read(english) == kept


def test_what_people_wrote_stays_as_they_wrote_it():
    with translation.override("en"):
        assert as_read("수업 일지 3쪽") == "수업 일지 3쪽"


def test_pages_and_letters_say_it_to_an_english_reader_in_english(client, cast):
    with as_owner():
        company = cast.partners["company"]
        type(company).objects.filter(pk=company.pk).update(name="파주전자", name_en="Paju Electronics")
        company.refresh_from_db()
        cast["accountant"].user.language = "en"
        cast["accountant"].user.save(update_fields=["language"])
    pledge = factories.PledgeFactory(consortium=cast.consortium, partner=company)
    with acting_as(cast["coordinator"].actor):
        made = record_delivery_from(
            source=(SourceKind.COURSE, "course-1"),
            pledge=pledge,
            by=cast["coordinator"],
            on=pledge.starts_on,
            amount=1,
            evidence=written(DEVELOPED, course="AI 품질"),
        )
    with as_owner():
        notice = Notification.objects.get(recipient=cast["accountant"].user)
        delivery = Delivery.objects.get(pk=made.pk)
    client.force_login(cast["accountant"].user)
    english = "Developed together and approved: course “AI 품질”"
    assert english in client.get(f"/paju/deliveries/{delivery.pk}/").content.decode()
    with translation.override("en"):
        assert english in text_of(notice).body
        assert "Paju Electronics" in text_of(notice).title + text_of(notice).body
    with translation.override("ko"):
        assert "파주전자" in text_of(notice).title + text_of(notice).body
        assert delivery.evidence in text_of(notice).body
