"""What the generated schema cannot know by itself: the errors that every operation may answer."""

from consortium.api.errors import PROBLEM

Schema = dict[str, object]

ERRORS = {
    "400": "What was sent is not valid; `errors` names the fields.",
    "401": "Nobody is logged in.",
    "403": "The member may not do this; `detail` says why.",
    "404": "There is no such row for this member.",
    "409": "The row has changed since it was read; `detail` says how.",
    "429": "Too many requests; `Retry-After` says how long to wait.",
}
SHAPE = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {}},
    },
}
READING = ("401", "403", "404", "429")
LISTING = ("400", *READING)


def describe_problems(result: Schema, generator: object, request: object, public: bool) -> Schema:
    """Add the problem document (RFC 9457) to every operation for the statuses it may answer."""
    result["components"]["schemas"]["Problem"] = SHAPE
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for verbs in result["paths"].values():
        for verb, operation in verbs.items():
            operation["security"] = [{"session": []}, {"token": []}]  # either, not both
            codes = LISTING if verb == "get" else tuple(ERRORS)
            for code in codes:
                operation["responses"].setdefault(code, {"description": ERRORS[code], "content": content})
    return result
