"""What a list is held against beside the students: departments and the classes of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consortium.imports.parsers import squeezed
from curriculum.models import Department, SchoolClass

if TYPE_CHECKING:
    from partners.models import Member


class School:
    """The departments of a member's school and what its classes say of them."""

    def __init__(self, by: Member) -> None:
        ours = list(Department.objects.visible_to(by).filter(school=by.partner_id))
        self.departments = {squeezed(one.name_en): one for one in ours if one.name_en}
        self.departments |= {squeezed(one.name): one for one in ours}
        self.by_pk = {one.pk: one for one in ours}
        self.open = [one for one in ours if one.closed_on is None]
        classes = SchoolClass.objects.visible_to(by).exclude(department=None)
        self.of_class = {(one.school_year, one.grade, one.class_no): one.department_id for one in classes}
        self._meant: dict[str, Department | None] = {}  # by the words of a cell

    def named(self, words: str) -> Department | None:
        """The department that these words mean."""
        if words not in self._meant:
            self._meant[words] = self.departments.get(squeezed(words))
        return self._meant[words]

    def department_of(self, values: dict[str, Any]) -> Department | None:
        """The department that a row names, else that of its class, else the only one there is."""
        if "department" in values:
            return self.named(values["department"])
        of_class = self.of_class.get((values["school_year"], values.get("grade"), values.get("class_no")))
        if of_class is not None:
            return self.by_pk[of_class]
        return self.open[0] if len(self.open) == 1 else None
