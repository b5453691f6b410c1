import pytest
from django import forms
from django.core.exceptions import ValidationError

from consortium.validators import contains_resident_number, refuse_resident_number
from curriculum import forms as curriculum_forms

REFUSED = (
    "0905013123456",
    "090501-3123456",
    "090501 - 3123456",
    "090501–3123456",
    "０９０５０１－３１２３４５６",
    "주민번호 090501-3123456입니다",
    "090501.3123456",
    "090501\t3123456",
    "번호:0905013123456번",
    "090501/4123456",
)
ACCEPTED = (
    "",
    "010-1234-5678",
    "031-940-1234 010-1234-5678",
    "2001020231_23v5",
    "2001070306_19v1.4",
    "2026. 11. 23. 15:20",
    "1234-5678-9012-3456",
    "경기도 파주시 문산읍 123-45, 101동 1203호",
    "090501-312345",
)
REASON_AND_RECORDS = (
    curriculum_forms.ReasonForm,
    curriculum_forms.StudentForm,
    curriculum_forms.AttainmentForm,
    curriculum_forms.CertificateForm,
    curriculum_forms.ContactForm,
)


@pytest.mark.parametrize("text", REFUSED)
def test_a_resident_number_is_refused_however_it_is_written(text):
    with pytest.raises(ValidationError) as refusal:
        refuse_resident_number(text)
    assert refusal.value.code == "resident_number"


@pytest.mark.parametrize("text", ACCEPTED)
def test_telephone_numbers_codes_and_dates_are_not_taken_for_resident_numbers(text):
    assert not contains_resident_number(text)


@pytest.mark.parametrize("form_class", REASON_AND_RECORDS)
@pytest.mark.parametrize("text", REFUSED)
def test_every_text_field_about_a_student_refuses_resident_numbers(cast, form_class, text):
    needs_member = {curriculum_forms.StudentForm, curriculum_forms.AttainmentForm}
    arguments = {"member": cast["coordinator"]} if form_class in needs_member else {}
    names = [
        name
        for name, field in form_class(**arguments).fields.items()
        if isinstance(field, forms.CharField) and not field.widget.is_hidden
    ]
    form = form_class(dict.fromkeys(names, text), **arguments)
    form.is_valid()
    codes = {name: {error.code for error in form.errors.as_data().get(name, ())} for name in names}
    assert names
    assert all(found & {"resident_number", "max_length"} for found in codes.values()), codes
