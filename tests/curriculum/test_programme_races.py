"""Two people at one table at the same moment: one is told, nothing is lost."""

import pytest

from curriculum.models import ProgrammeRow, ProgrammeTable
from curriculum.programme import services
from curriculum.programme.services import CellConflict
from curriculum.states import TableState
from tests import factories
from tests.authorization import as_owner
from tests.cast import assemble
from tests.racing import raised_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def write(row, by, **values):
    return lambda: services.change_row(row, by=by, seen=dict.fromkeys(values, 3), values=values)


@pytest.fixture
def stage():
    cast = assemble()
    table = factories.ProgrammeTableFactory(department=cast.department)
    row = factories.ProgrammeRowFactory(table=table, semester_1=3, semester_2=3)
    return cast["curriculum_head"], table, row


def test_two_editors_of_one_cell_one_is_told(stage):
    head, table, row = stage
    raised = raised_at_once(head, write(row, head, semester_1=4), write(row, head, semester_1=5))
    assert sum(one is None for one in raised) == 1
    loser = next(one for one in raised if one is not None)
    assert isinstance(loser, CellConflict)
    with as_owner():
        assert loser.cells == {"semester_1": ProgrammeRow.objects.get(pk=row.pk).semester_1}
        assert table.edits.count() == 1


def test_two_editors_of_two_cells_both_are_kept(stage):
    head, table, row = stage
    assert raised_at_once(head, write(row, head, semester_1=4), write(row, head, semester_2=5)) == [
        None,
        None,
    ]
    with as_owner():
        assert ProgrammeRow.objects.get(pk=row.pk).by_semester[:2] == (4, 5)
        assert sorted(table.edits.values_list("number", flat=True)) == [1, 2]


def test_a_cell_written_while_it_is_submitted_is_in_it_or_refused(stage):
    head, table, row = stage
    written, sent = raised_at_once(
        head,
        write(row, head, semester_1=4),
        lambda: services.submit(table, by=head, remark="다음 판에서 채웁니다."),
    )
    assert sent is None
    with as_owner():
        assert ProgrammeTable.objects.get(pk=table.pk).state == TableState.IN_REVIEW
        in_table = ProgrammeRow.objects.get(pk=row.pk).semester_1 == 4
    assert in_table == (written is None)


def test_two_press_copy_and_get_one_draft(stage):
    head, table, _row = stage
    raised = raised_at_once(head, *[lambda: services.copy_table(table, by=head, entry_year=2028)] * 2)
    assert sum(one is None for one in raised) == 1
    with as_owner():
        assert ProgrammeTable.objects.filter(entry_year=2028).count() == 1
