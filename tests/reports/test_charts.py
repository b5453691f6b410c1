import xml.etree.ElementTree as ElementTree

from consortium.reports.charts import inline, svg

BARS = {
    "data": {"values": [{"a": "가", "b": 2}, {"a": "나", "b": 1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a", "type": "nominal"}},
}


def test_a_picture_is_spoken_as_one_thing_and_carries_nothing_that_the_page_forbids():
    root = ElementTree.fromstring(inline(svg(BARS), "가 2, 나 1"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "가 2, 나 1"
    inside = {name for element in list(root.iter())[1:] for name in element.attrib}
    assert {name for name in inside if name.startswith(("aria-", "on")) or name in ("role", "style")} == set()
