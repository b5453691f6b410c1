import pytest

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.competencies import catalogue
from curriculum.models import CompetencyElement, CompetencyUnit

HEAD = "unit_code,unit_ko,level,sub_field_ko\n"
NO_ELEMENTS = "element_code,unit_code,element_ko\n"


@pytest.fixture
def files(tmp_path):
    def write(units, elements=NO_ELEMENTS):
        for name, text in (("units.csv", units), ("elements.csv", elements)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / "units.csv", tmp_path / "elements.csv"

    return write


def test_the_units_that_come_with_the_portal_load_once(db):
    with acting_as(SYSTEM):
        assert catalogue.load_competencies() == catalogue.Loaded(9, 0, 11, 0)
        assert catalogue.load_competencies() == catalogue.Loaded(0, 0, 0, 0)
        assert CompetencyUnit.objects.filter(name="").count() == 6
        assert str(CompetencyUnit.objects.get(code="2001020231_23v5")) == "프로그래밍 언어 활용"


def test_a_later_file_adds_what_it_knows_and_forgets_nothing(db, files):
    with acting_as(SYSTEM):
        catalogue.load_competencies()
        later = f"{HEAD}LM2001070301_19V1,인공지능 모델 도출,5,\n2001020231_23v5,,,\n"
        assert catalogue.load_competencies(*files(later)) == catalogue.Loaded(0, 1, 0, 0)
        learnt = CompetencyUnit.objects.get(code="2001070301_19v1")
        assert (learnt.name, learnt.level, learnt.sub_field) == ("인공지능 모델 도출", 5, "인공지능모델링")
        assert CompetencyUnit.objects.get(code="2001020231_23v5").name == "프로그래밍 언어 활용"


def test_a_faulty_code_is_named_with_its_line_and_nothing_is_loaded(db, files):
    units, elements = files(f"{HEAD}2001020231_23v5,좋음,,\n20010202,나쁨,,\n")
    with acting_as(SYSTEM), pytest.raises(catalogue.FaultyCatalogue, match=r"units\.csv, line 3: “20010202”"):
        catalogue.load_competencies(units, elements)
    with acting_as(SYSTEM):
        assert not CompetencyUnit.objects.exists()


def test_an_element_of_an_unknown_unit_is_named(db, files):
    elements = f"{NO_ELEMENTS}2001020231_23v5.1,2001020231_23v5,요소\n"
    with acting_as(SYSTEM), pytest.raises(catalogue.FaultyCatalogue, match="unknown unit"):
        catalogue.load_competencies(*files(HEAD, elements))
    with acting_as(SYSTEM):
        assert not CompetencyElement.objects.exists()


def test_official_lists_are_read_with_their_own_column_names_and_in_cp949(db, tmp_path):
    units, elements = tmp_path / "units.csv", tmp_path / "elements.csv"
    units.write_bytes(
        "세분류명,능력단위 분류번호,능력단위명,수준\n전기,LM1901010101_23V3,배선,2\n".encode("cp949")
    )
    elements.write_bytes("능력단위요소코드,능력단위요소명\n1901010101_23v3.1,도면 보기\n".encode("cp949"))
    with acting_as(SYSTEM):
        assert catalogue.load_competencies(units, elements) == catalogue.Loaded(1, 0, 1, 0)
        unit = CompetencyUnit.objects.get()
        assert (unit.code, unit.name, unit.level, unit.sub_field) == ("1901010101_23v3", "배선", 2, "전기")
        assert [one.name for one in unit.elements.all()] == ["도면 보기"]
