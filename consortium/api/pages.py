"""The browsable page of the API, drawn from the same schema as `/api/schema/`, without script."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

JSON = "application/json"
VERBS = ("get", "post", "put", "patch", "delete")
Schema = dict[str, object]


@dataclass(frozen=True)
class Property:
    """One field of what is sent or answered."""

    name: str
    kind: str
    text: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    verb: str
    path: str
    text: str
    parameters: list[Property] = field(default_factory=list)
    sent: list[Property] = field(default_factory=list)
    answered: list[Property] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """Reading and writing look different."""
        return "information" if self.verb == "GET" else "warning"


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """What may be asked and what is answered, one section per noun."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return render(request, "api/docs.html", {"sections": sections(schema)})


def sections(schema: Schema) -> list[tuple[str, list[Operation]]]:
    """The operations of a schema by noun, in the order of the menu."""
    found: dict[str, list[Operation]] = {}
    for path, verbs in schema["paths"].items():
        for verb in VERBS:
            if verb in verbs:
                noun = path.split("/")[4]
                found.setdefault(noun, []).append(_operation(schema, path, verb, verbs[verb]))
    return list(found.items())


def _operation(schema: Schema, path: str, verb: str, described: Schema) -> Operation:
    parameters = [
        Property(
            one["name"],
            _kind(schema, one["schema"]),
            _said(one.get("description", "")),
            one.get("required", False),
            tuple(map(str, one["schema"].get("enum", ()))),
        )
        for one in described.get("parameters", ())
        if one["name"] != "consortium"
    ]
    sent = described.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    answers = [answer for code, answer in described["responses"].items() if code.startswith("2")]
    answered = answers[0].get("content", {}).get(JSON, {}).get("schema", {}) if answers else {}
    return Operation(
        verb.upper(),
        path,
        _said(described.get("description", "")),
        parameters,
        _properties(schema, sent),
        _properties(schema, answered),
    )


def _said(text: str) -> str:
    """A docstring in the reader's language; a test sees to it that each one has its Korean."""
    return gettext(" ".join(text.split())) if text else ""


def _properties(schema: Schema, part: Schema) -> list[Property]:
    """The fields of an object; of a page of rows, the fields of one row."""
    part = _resolved(schema, part)
    if "results" in part.get("properties", {}):
        part = _resolved(schema, part["properties"]["results"]["items"])
    return [
        Property(
            name,
            _kind(schema, one),
            one.get("title", "") or _said(_resolved(schema, one).get("description", "")),
            name in part.get("required", ()),
            tuple(map(str, _resolved(schema, one).get("enum", ()))),
        )
        for name, one in part.get("properties", {}).items()
    ]


def _resolved(schema: Schema, part: Schema) -> Schema:
    """Follow a reference, or the single reference that a nullable or described field wraps."""
    for wrapper in ("allOf", "oneOf"):
        if part.get(wrapper):
            part = part[wrapper][0]
    if "$ref" in part:
        return schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
    return part


def _kind(schema: Schema, part: Schema) -> str:
    part = _resolved(schema, part)
    if part.get("type") == "array":
        return f"[{_kind(schema, part['items'])}]"
    return part.get("format") or part.get("type", "object")
