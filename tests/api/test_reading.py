"""Every listed noun, read by every role: the answer fits the schema and never shows a foreign row."""

import jsonschema
import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.throttling import UserRateThrottle

from consortium.api.urls import router
from partners.states import AgreementState
from tests import factories
from tests.cast import PLAYERS

NOUNS = sorted(prefix for prefix, viewset, _basename in router.registry if hasattr(viewset, "list"))


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture
def stage(cast):
    """Rows here and in the other consortium, whose texts carry a canary."""
    for consortium, partners, word in (
        (cast.consortium, cast.partners, "ours"),
        (cast.other_consortium, cast.other_partners, "canary"),
    ):
        agreement = factories.AgreementFactory(
            consortium=consortium, title=f"{word} agreement", state=AgreementState.IN_FORCE
        )
        factories.PledgeFactory(
            consortium=consortium,
            partner=partners["company"],
            agreement=agreement,
            description=f"{word} pledge",
        )
        department = factories.DepartmentFactory(consortium=consortium, name=f"{word} department")
        student = factories.StudentFactory(department=department, name=f"{word} student", number=9)
        vacancy = factories.VacancyFactory(
            consortium=consortium, company=partners["company"], title=f"{word} vacancy"
        )
        factories.ConsentFactory(student=student, recipient=partners["company"])
        factories.CandidateFactory(vacancy=vacancy, student=student, code_name=f"{word} code")
    return cast


def _answers(schema, path, status):
    described = schema["paths"][path]["get"]["responses"][str(status)]["content"]
    (content,) = described.values()
    return content["schema"] | {"components": schema["components"]}


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_what_a_role_reads_fits_the_schema(client, stage, schema, who):
    client.force_login(stage[who].user)
    for noun in NOUNS:
        answer = client.get(f"/api/v1/paju/{noun}/")
        described = _answers(schema, f"/api/v1/{{consortium}}/{noun}/", answer.status_code)
        jsonschema.validate(answer.json(), _openapi_to_jsonschema(described))
        assert "canary" not in answer.content.decode()


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_every_member_reads_partners_agreements_and_pledges(client, stage, who):
    client.force_login(stage[who].user)
    for noun, count in {"partners": len(stage.partners), "agreements": 1, "pledges": 1}.items():
        rows = client.get(f"/api/v1/paju/{noun}/").json()["results"]
        assert (noun, len(rows)) == (noun, count)


@pytest.mark.parametrize("noun", NOUNS)
def test_strangers_find_nothing_at_the_address(client, stage, noun):
    client.force_login(stage["stranger"].user)
    answer = client.get(f"/api/v1/paju/{noun}/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_caller_who_is_not_logged_in_is_told_how(client, db, noun):
    answer = client.get(f"/api/v1/paju/{noun}/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_pages_follow_each_other_by_key(client, stage):
    client.force_login(stage["official"].user)
    address, found = "/api/v1/paju/partners/?page_size=3", []
    while address:
        page = client.get(address).json()
        found.append([row["id"] for row in page["results"]])
        address = page["next"]
    ids = sorted(partner.pk for partner in stage.partners.values())
    assert found == [ids[start : start + 3] for start in range(0, len(ids), 3)]


def test_too_many_requests_are_told_how_long_to_wait(client, stage, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min", "anon": "2/min"})
    client.force_login(stage["official"].user)
    answers = [client.get("/api/v1/paju/partners/") for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Content-Type"] == "application/problem+json"


def _openapi_to_jsonschema(part):
    """OpenAPI 3.0 writes `nullable: true` where JSON schema lists the type `null`."""
    if isinstance(part, list):
        return [_openapi_to_jsonschema(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {key: _openapi_to_jsonschema(value) for key, value in part.items() if key != "nullable"}
    return {"anyOf": [made, {"type": "null"}]} if part.get("nullable") is True else made
