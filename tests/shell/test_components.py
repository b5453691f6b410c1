"""Components say what they are to a screen reader, and templates keep to the content policy."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template import Context, engines
from django.test import RequestFactory

from consortium.shell.devices import device_name
from consortium.shell.lists import KeysetPage, Sort
from consortium.shell.stylesheet import layered, lean
from consortium.shell.trend import trend_line
from partners.models import Partner
from partners.states import PartnerKind

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))


def render(source: str, **context: Any) -> str:
    template = engines["django"].from_string("{% load krds %}" + source)
    return template.template.render(Context(context))


class VisitForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register.")
    day = forms.DateField(label="Day", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Agreed")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_is_labelled_and_described_by_hint_and_error() -> None:
    html = render("{% field form.name %}", form=VisitForm({}))
    assert '<label class="form-label" for="id_name">' in html
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_hint">As in the register.' in html
    assert 'id="id_name_error"' in html
    assert "(필수)" in html


def test_a_date_is_asked_with_the_browsers_calendar_in_iso() -> None:
    html = render("{% field form.day %}", form=VisitForm(initial={"day": date(2026, 11, 3)}))
    assert 'type="date"' in html
    assert 'value="2026-11-03"' in html
    assert "(필수)" not in html


def test_an_empty_choice_says_what_to_do() -> None:
    class MenuForm(forms.Form):
        grade = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("1", "First year")])

    html = render("{% field form.grade %}", form=MenuForm())
    assert re.findall(r"<option[^>]*>([^<]*)", html) == ["선택하세요", "First year"]


def test_a_choice_is_a_group_with_a_name() -> None:
    html = render("{% field form.kind %}", form=VisitForm())
    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Kind", html)
    assert html.count('type="radio"') == 2
    assert '<label for="id_kind_0">First</label>' in html


def test_fields_carry_the_hidden_ones_along() -> None:
    html = render("{% fields form %}", form=VisitForm())
    assert 'type="hidden" name="secret"' in html
    assert html.count("form-group") == 4


def test_the_error_summary_takes_the_focus_and_leads_to_each_field() -> None:
    html = render("{% error_summary form %}", form=VisitForm({"name": "x"}))
    assert 'role="alert"' in html
    assert "data-focus" in html
    assert re.findall(r'href="#([^"]+)"', html) == ["id_kind", "id_agreed"]
    assert render("{% error_summary form %}", form=VisitForm()).strip() == ""


def test_a_choices_link_in_the_summary_finds_its_group() -> None:
    form = VisitForm({"name": "x"})
    assert 'id="id_kind"' in render("{% field form.kind %}", form=form)


def test_a_badge_escapes_its_words() -> None:
    html = render("{% badge text 'danger' %}", text="<b>late</b>")
    assert html == '<span class="krds-badge bg-light-danger">&lt;b&gt;late&lt;/b&gt;</span>'


def test_a_column_head_tells_its_order() -> None:
    page = KeysetPage([], Sort(("name",)), ("name",), "", "", "?", RequestFactory().get("/").GET)
    html = render('{% sort_header page "name" "Name" %}', page=page)
    assert '<th scope="col" aria-sort="ascending">' in html
    assert 'href="?sort=-name"' in html


def test_paging_shows_only_ways_that_lead_somewhere() -> None:
    page = KeysetPage([], Sort(("name",)), ("name",), "?after=x", "", "?", RequestFactory().get("/").GET)
    html = render("{% paging page %}", page=page)
    assert 'rel="next" href="?after=x"' in html
    assert 'rel="prev"' not in html
    page.next_address = ""
    assert render("{% paging page %}", page=page).strip() == ""


class PartnerFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(choices=PartnerKind.choices, label="Kind")
    name = django_filters.CharFilter(label="Name", lookup_expr="startswith")

    class Meta:
        model = Partner
        fields = ()


def test_filters_that_are_on_are_chips_that_take_themselves_off() -> None:
    request = RequestFactory().get("/list/?kind=SCHOOL&kind=COMPANY&name=%EC%84%B8&after=x&sort=name")
    filterset = PartnerFilter(request.GET, Partner.objects.none())
    html = render("{% filter_chips filterset %}", filterset=filterset, request=request)
    addresses = re.findall(r'class="chip" href="([^"]+)"', html)
    assert [address.replace("&amp;", "&") for address in addresses] == [
        "?kind=COMPANY&name=%EC%84%B8&sort=name",
        "?kind=SCHOOL&name=%EC%84%B8&sort=name",
        "?kind=SCHOOL&kind=COMPANY&sort=name",
    ]
    assert "Kind: 학교" in html


def test_progress_is_a_bar_with_words() -> None:
    html = render('{% progress 3 1200 "Rows" %}')
    assert '<progress value="3" max="1200" aria-label="Rows">' in html
    assert "0%" in html


def test_a_dialog_has_a_name_and_closes_without_script() -> None:
    html = render('{% dialog "end" "End it?" %}<p>Sure?</p>{% enddialog %}')
    assert '<dialog class="dialog" id="end" aria-labelledby="end-title">' in html
    assert '<form method="dialog">' in html


def test_tabs_are_links_and_one_is_the_present_page() -> None:
    html = render("{% tabs entries %}", entries=[("One", "/1/", False), ("Two", "/2/", True)])
    assert html.count("<a href=") == 2
    assert '<a href="/2/" aria-current="page">Two</a>' in html


def test_a_trend_is_told_in_words_and_needs_two_points() -> None:
    svg = trend_line([1, 4.5], "Rate")
    assert 'role="img" aria-label="Rate: 1 → 4.5"' in svg
    assert "style" not in svg
    assert trend_line([1], "Rate") == ""
    assert trend_line([2, 2, 2], "Rate").count("18.0") == 4


@pytest.mark.parametrize(
    ("says", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8", "알 수 없는 기기"),
    ],
)
def test_people_recognise_their_devices(says: str, name: str) -> None:
    assert device_name(says) == name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_template_carries_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.IGNORECASE)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert 'type="application/json"' in attributes or not body.strip()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_template_can_be_read(path: Path) -> None:
    engines["django"].get_template(str(path.relative_to(FOLDER)))


def test_the_design_system_stands_in_layers_below_ours() -> None:
    sheet, icons = layered(
        ":root{--a: 1}",
        '@import "x";\n.krds-btn{color:red}/* c */ .krds-btn i{mask:url(../../img/component/icon/ico_a.svg)}',
    )
    assert "@import" not in sheet
    assert "/* c */" not in sheet
    assert sheet.index("@layer krds-tokens") < sheet.index("@layer krds{")
    assert icons == {"ico_a.svg"}
    assert 'url("krds/icon/ico_a.svg")' in sheet


def test_what_no_page_uses_is_left_out() -> None:
    css = (
        ".krds-calendar-area a{x:1} .krds-btn, .krds-modal .krds-btn{y:1}"
        "@media (min-width:1px){.krds-modal{z:1}}"
    )
    assert lean(css) == ".krds-btn{y:1}"
