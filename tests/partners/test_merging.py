"""Two entries of one organisation: found, put together, and what stays where it is."""

import datetime

import pytest

from consortium.rowlevel import acting_as
from partners.models import Contact, Interaction, Member, Participation, Partner
from partners.registry import services
from partners.states import AgreementState
from tests import factories
from tests.authorization import as_owner
from tests.partners.pages import page

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def twin(cast):
    """A second entry of the same company, with everything that may refer to it."""
    twin = factories.PartnerFactory(name="두 번째 항목", registration_number="1248100998")
    factories.ParticipationFactory(consortium=cast.consortium, partner=twin, joined_on=TODAY)
    pledge = factories.PledgeFactory(consortium=cast.consortium, partner=twin)
    contact = factories.ContactFactory(consortium=cast.consortium, partner=twin)
    factories.InteractionFactory(consortium=cast.consortium, partner=twin, contact=contact)
    factories.VacancyFactory(consortium=cast.consortium, company=twin)
    factories.MemberFactory(consortium=cast.consortium, partner=twin, role="HR")
    factories.PartnerFactory(head_office=twin)
    return twin, pledge


def test_everything_goes_over_and_the_old_address_leads_on(client, cast, company, twin):
    absorbed, pledge = twin
    preview = page(client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/")
    assert sum(line.count for line in preview.context["plan"].moving) == 6
    sent = {"reason": "사업자등록증으로 확인"}
    done = page(client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/", sent)
    assert done.status_code == 302
    with as_owner():
        pledge.refresh_from_db()
        assert pledge.partner_id == company.pk
        for model in (Contact, Interaction, Member):
            assert not model.objects.filter(partner=absorbed).exists()
        assert Participation.objects.get(partner=company).joined_on == datetime.date(2025, 3, 19)
    old = page(client, cast, "official", f"partners/{absorbed.pk}/")
    assert old["Location"] == f"/paju/partners/{company.pk}/"
    listed = page(client, cast, "official", "partners/?q=두 번째").context["page"].rows
    assert listed == [company]
    changes = page(client, cast, "coordinator", f"partners/{company.pk}/changes/")
    assert "사업자등록증으로 확인" in changes.content.decode()
    again = page(client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/", sent)
    assert again.status_code == 404


def test_a_consent_never_changes_its_recipient(client, cast, company, twin):
    absorbed, pledge = twin
    consent = factories.ConsentFactory(student=cast.student, recipient=absorbed)
    answer = page(
        client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/", {"reason": "같은 회사"}
    )
    assert answer.status_code == 422
    assert len(answer.context["plan"].obstacles) == 1
    with as_owner():
        consent.refresh_from_db()
        pledge.refresh_from_db()
        assert (consent.recipient_id, pledge.partner_id) == (absorbed.pk, absorbed.pk)
    other_way = page(
        client, cast, "coordinator", f"partners/{company.pk}/merge/{absorbed.pk}/", {"reason": "같은 회사"}
    )
    assert other_way.status_code == 302


def test_who_signed_stays_who_signed_and_the_survivor_shows_it(client, cast, company, twin):
    absorbed, _pledge = twin
    agreement = factories.AgreementFactory(
        consortium=cast.consortium, title="옛 협약", state=AgreementState.IN_FORCE
    )
    factories.SignatoryFactory(agreement=agreement, partner=absorbed, signed_on=datetime.date(2025, 3, 19))
    member = cast["coordinator"]
    with acting_as(member.actor):
        services.merge_partners(absorbed, company, by=member, reason="같은 회사")
    with as_owner():
        assert agreement.signatories.get().partner_id == absorbed.pk
    assert "옛 협약" in page(client, cast, "coordinator", f"partners/{company.pk}/").content.decode()


def test_entries_that_look_alike_are_listed_and_branches_are_not(client, cast, company):
    number = "1248100998"
    with as_owner():
        Partner.objects.filter(pk=company.pk).update(registration_number=number)
    branch = factories.PartnerFactory(name="지점", registration_number=number, head_office=company)
    factories.ParticipationFactory(consortium=cast.consortium, partner=branch)
    assert page(client, cast, "coordinator", "partners/duplicates/").context["groups"] == []
    double = factories.PartnerFactory(name="딴 이름", registration_number=number)
    factories.ParticipationFactory(consortium=cast.consortium, partner=double)
    groups = page(client, cast, "coordinator", "partners/duplicates/").context["groups"]
    assert {partner.pk for partner in groups[0]} >= {company.pk, double.pk}
