"""The register as people use it: entering, correcting, leaving, and through the API."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import AssociationMembership, Member, Participation, Partner
from partners.registry import services
from partners.states import PartnerKind
from tests import factories
from tests.authorization import as_owner
from tests.partners.pages import page

TODAY = datetime.date(2026, 6, 1)


def test_a_new_partner_takes_part_and_unknown_facts_stay_unknown(client, cast):
    sent = {"name": "주식회사 가상드론", "kind": "COMPANY", "registration_number": "000-81-00014"}
    answer = page(client, cast, "coordinator", "partners/new/", sent, follow=True)
    shown = answer.context["partner"]
    assert (shown.name, shown.number_in_groups, shown.consortia) == ("주식회사 가상드론", "000-81-00014", 1)
    assert "알 수 없음" in answer.content.decode() or "unknown" in answer.content.decode()


def test_what_looks_alike_is_shown_before_it_is_entered_twice(client, cast):
    with as_owner():
        Partner.objects.filter(pk=cast.partners["company"].pk).update(name="(주)가상드론")
    sent = {"name": "가상 드론 주식회사", "kind": "COMPANY"}
    alike = page(client, cast, "coordinator", "partners/similar/?name=가상드")
    assert "(주)가상드론" in alike.content.decode()
    warned = page(client, cast, "coordinator", "partners/new/", sent)
    assert (warned.status_code, [p.name for p in warned.context["alike"]]) == (422, ["(주)가상드론"])
    assert (
        page(client, cast, "coordinator", "partners/new/", sent | {"not_the_same": "on"}).status_code == 302
    )


def test_a_wrong_number_is_refused_at_its_field(client, cast):
    sent = {"name": "가상드론", "kind": "COMPANY", "registration_number": "123-45-67890"}
    answer = page(client, cast, "coordinator", "partners/new/", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"registration_number"}


def test_a_secretary_enters_member_companies_only(client, cast):
    member = cast["association_secretary"]
    with acting_as(member.actor):
        made = services.register_partner(by=member, name="가상식품", kind=PartnerKind.COMPANY)
        ours = AssociationMembership.objects.visible_to(member).get(company=made)
        assert ours.association_id == member.partner_id
        with pytest.raises(ValidationError):
            services.register_partner(by=member, name="가상대학", kind=PartnerKind.UNIVERSITY)


def test_an_organisation_says_itself_where_it_is_and_nothing_else(cast, company):
    hr = cast["hr"]
    with acting_as(hr.actor):
        services.correct_partner(company, by=hr, address="경기도 파주시 가상길 1")
        with pytest.raises(PermissionDenied):
            services.correct_partner(company, by=hr, name="새 이름")
        with pytest.raises(DatabaseError), transaction.atomic():
            Partner.objects.filter(pk=company.pk).update(name="새 이름")
        with pytest.raises(PermissionDenied):
            services.correct_partner(cast.partners["rival"], by=hr, address="남의 주소")
    assert Partner.objects.get(pk=company.pk).address == "경기도 파주시 가상길 1"


def test_what_another_consortium_uses_too_is_the_operators(cast, company):
    factories.ParticipationFactory(consortium=cast.other_consortium, partner=company)
    company = Partner.objects.get(pk=company.pk)
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        with pytest.raises(PermissionDenied, match="운영자"):
            services.correct_partner(company, by=coordinator, name="새 이름")
        assert Partner.objects.filter(pk=company.pk).update(name="새 이름") == 0
        with pytest.raises(PermissionDenied):
            services.preview_merger(company, cast.partners["rival"], by=coordinator)


def test_whoever_is_slower_is_told_and_keeps_what_they_typed(client, cast, company):
    form = page(client, cast, "coordinator", f"partners/{company.pk}/correct/").context["form"]
    with as_owner():
        Partner.objects.filter(pk=company.pk).update(district="고양시")
    sent = {"name": "고친 이름", "kind": "COMPANY", "seen": form["seen"].value()}
    answer = page(client, cast, "coordinator", f"partners/{company.pk}/correct/", sent)
    assert answer.status_code == 409
    assert "고친 이름" in answer.content.decode()


def test_leaving_ends_access_and_keeps_the_history(cast, company):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        services.end_participation(company, by=coordinator, left_on=timezone.localdate())
        with pytest.raises(StateConflict):
            services.end_participation(company, by=coordinator, left_on=timezone.localdate())
    with as_owner():
        assert not Member.objects.active().filter(partner=company).exists()
    with acting_as(coordinator.actor):
        services.resume_participation(company, by=coordinator)
        known = Partner.objects.visible_to(coordinator)
        assert known.taking_part(cast.consortium.pk, now=True).filter(pk=company.pk).exists()
        with pytest.raises(PermissionDenied):
            services.end_participation(cast.partners["school"], by=coordinator, left_on=TODAY)


# --- API
def test_the_api_searches_and_notes_that_somebody_was_in_touch(client, cast, company):
    client.force_login(cast["coordinator"].user)
    found = client.get("/api/v1/paju/partners/?q=ㅅㄱ").json()["results"]
    assert [row["name"] for row in found] == ["세경고등학교"]
    sent = {"partner": company.pk, "way": "CALL", "outcome": "LATER", "summary": "통화", "on": "2026-03-02"}
    made = client.post("/api/v1/paju/interactions/", sent, content_type="application/json")
    assert made.status_code == 201
    foreign = sent | {"partner": cast.other_partners["company"].pk}
    missing = sent | {"partner": 999_999_999}
    answers = [
        client.post("/api/v1/paju/interactions/", body, content_type="application/json")
        for body in (foreign, missing)
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert (
        len(
            {
                str(answer.json()["errors"]).replace(str(body["partner"]), "#")
                for answer, body in zip(answers, (foreign, missing), strict=True)
            }
        )
        == 1
    )


def test_no_school_makes_an_organisation_visible_by_writing_that_it_takes_part(cast):
    hidden = factories.PartnerFactory()
    with acting_as(cast["coordinator"].actor):
        with pytest.raises(DatabaseError), transaction.atomic():
            Participation.objects.create(
                consortium=cast.consortium, partner=hidden, joined_on=timezone.localdate()
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Participation.objects.filter(partner=cast.partners["rival"]).update(partner=hidden)


# --- what a reader of this register is told
def test_before_a_partner_leaves_the_page_says_what_still_runs(client, cast, company):
    factories.PledgeFactory(
        consortium=cast.consortium, partner=company, starts_on=timezone.localdate(), ends_on=datetime.date.max
    )
    answer = page(client, cast, "coordinator", f"partners/{company.pk}/leave/")
    counted = {str(one.url): one.count for one in answer.context["running"]}
    assert counted[f"/paju/pledges/?partner={company.pk}"] == 1
    assert "접근 권한이 바로 끝납니다." in answer.content.decode()


def test_partners_that_left_stand_apart_and_promise_nothing_more(client, cast, company):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        services.end_participation(company, by=coordinator, left_on=TODAY)

    def listed(query):
        return company in page(client, cast, "coordinator", f"partners/{query}").context["page"].rows

    assert [listed(query) for query in ("", "?part=left", "?part=all", f"?q={company.name}")] == [
        False,
        True,
        True,
        True,
    ]
    offered = page(client, cast, "coordinator", "pledges/new/").context["form"].fields["partner"].queryset
    with acting_as(coordinator.actor):
        assert cast.partners["university"] in offered
        assert company not in offered


@pytest.mark.parametrize(("field", "value"), [("phone", "가나다"), ("founded_on", datetime.date.max)])
def test_a_number_nobody_can_dial_and_a_day_to_come_are_refused(company, field, value):
    setattr(company, field, value)
    with pytest.raises(ValidationError) as refused:
        company.clean()
    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize("phone", ["", "031-000-4114", "+82 2 123 4567", "031-000-4114 (내선 12)"])
def test_numbers_as_people_write_them_are_taken(company, phone):
    company.phone = phone
    company.clean()
