"""Addresses of courses that school and partners develop together."""

from consortium.shell.entrance import member_path
from curriculum.codevelopment.views import contributing, deciding, reading, writing

urlpatterns = [
    member_path("courses/", reading.courses, "courses"),
    member_path("courses/propose/", writing.propose_course, "propose_course"),
    member_path("courses/units/", writing.unit_choices, "course_unit_choices"),
    member_path("courses/<int:pk>/", reading.course, "course"),
    member_path("courses/<int:pk>/compare/", reading.compare, "course_compare"),
    member_path("courses/versions/<int:pk>/", reading.version, "course_version"),
    member_path("courses/versions/<int:pk>/file/", reading.version_file, "course_file"),
    member_path("courses/versions/<int:pk>/edit/", writing.edit_version, "course_edit"),
    member_path("courses/versions/<int:pk>/sections/", writing.add_section, "section_add"),
    member_path("courses/versions/<int:pk>/next/", writing.start_next, "course_next"),
    member_path("courses/versions/<int:pk>/ask/", deciding.ask, "course_ask"),
    member_path("courses/versions/<int:pk>/submit/", deciding.submit, "course_submit"),
    member_path("courses/versions/<int:pk>/decide/", deciding.decide, "course_decide"),
    member_path("courses/versions/<int:pk>/send-back/", deciding.send_back, "course_send_back"),
    member_path("courses/versions/<int:pk>/decline/", deciding.decline, "course_decline"),
    member_path("courses/versions/<int:pk>/contribute/", contributing.contribute, "course_contribute"),
    member_path("courses/versions/<int:pk>/nothing/", contributing.nothing_to_add, "course_nothing"),
    member_path("courses/sections/<int:pk>/edit/", writing.edit_section, "section_edit"),
    member_path("courses/sections/<int:pk>/remove/", writing.remove_section, "section_remove"),
    member_path("courses/contributions/<int:pk>/accept/", contributing.accept, "contribution_accept"),
    member_path("courses/contributions/<int:pk>/decline/", contributing.decline, "contribution_decline"),
    member_path("courses/contributions/<int:pk>/withdraw/", contributing.withdraw, "contribution_withdraw"),
]
