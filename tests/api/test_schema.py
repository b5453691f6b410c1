import os
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from consortium.api.pages import sections


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_is_openapi_and_drawn_without_guessing(schema):
    validate_schema(schema)
    call_command("spectacular", file=os.devnull, fail_on_warn=True)


def test_every_noun_of_the_house_is_open(schema):
    nouns = {path.split("/")[4] for path in schema["paths"]}
    assert {"partners", "agreements", "pledges", "students", "vacancies", "candidates"} <= nouns
    assert {"governance", "reports"} <= nouns


def test_the_schema_is_open_to_programs_that_are_not_logged_in(client, db):
    answer = client.get("/api/schema/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.oai.openapi")


def test_a_session_or_a_token_is_enough(schema):
    for verbs in schema["paths"].values():
        for operation in verbs.values():
            assert operation["security"] == [{"session": []}, {"token": []}]


def test_the_browsable_page_shows_every_operation(client, db, schema):
    page = client.get(reverse("api_docs"))
    assert page.status_code == 200
    shown = {(one.verb.lower(), one.path) for _noun, found in sections(schema) for one in found}
    assert shown == {(verb, path) for path, verbs in schema["paths"].items() for verb in verbs}
    for _verb, path in shown:
        assert path in page.content.decode()


def test_what_the_browsable_page_says_of_each_operation_is_korean_too():
    """Docstrings are English; without its Korean one of them would stand alone on a Korean page."""
    with translation.override("ko"):
        found = sections(SchemaGenerator().get_schema(request=None, public=True))
    said = {one.text for _noun, operations in found for one in operations}
    said |= {
        part.text
        for _noun, operations in found
        for one in operations
        for part in (*one.parameters, *one.sent, *one.answered)
        if part.text
    }
    assert [text for text in said if not re.search("[가-힣]", text)] == []
