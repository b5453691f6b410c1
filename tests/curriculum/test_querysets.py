import pytest
from django.db import ProgrammingError, transaction

from consortium.rowlevel import acting_as
from curriculum.models import Student


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("coordinator", {"김가람", "이나래"}),
        ("principal", {"김가람", "이나래"}),
        ("student", {"김가람"}),
        ("stranger", {"박다른"}),
    ],
)
def test_a_student_is_known_to_their_school_and_to_themselves(cast, who, names):
    with acting_as(cast[who].actor):
        assert set(Student.objects.visible_to(cast[who]).values_list("name", flat=True)) == names
        assert set(Student.objects.values_list("name", flat=True)) == names


@pytest.mark.parametrize("who", ["official", "education_official", "lecturer", "association_secretary"])
def test_officials_and_partners_have_no_grant_on_students_at_all(cast, who):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        acting_as(cast[who].actor),
    ):
        Student.objects.exists()
