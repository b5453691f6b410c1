"""Addresses of students, their records and their own page."""

from consortium.shell.entrance import member_path
from curriculum.roster.views import absent, classes, departments, own, private, records, roster

urlpatterns = [
    member_path("departments/", departments.departments, "departments"),
    member_path("departments/new/", departments.enter, "enter_department"),
    member_path("departments/<int:pk>/rename/", departments.rename, "rename_department"),
    member_path("departments/<int:pk>/close/", departments.close, "close_department"),
    member_path("departments/<int:pk>/reopen/", departments.reopen, "reopen_department"),
    member_path("classes/", classes.classes, "classes"),
    member_path("classes/new/", classes.enter, "enter_class"),
    member_path("classes/from-roster/", classes.from_roster, "classes_of_roster"),
    member_path("classes/<int:pk>/", classes.lead, "lead_class"),
    member_path("students/absent/<uuid:pk>/", absent.absent, "absent"),
    member_path("students/promotion/", classes.promotion, "promotion"),
    member_path("students/", roster.students, "students"),
    member_path("students/new/", roster.register, "register"),
    member_path("students/download/", roster.download, "download"),
    member_path("students/<int:pk>/", roster.student, "student"),
    member_path("students/<int:pk>/correct/", roster.correct, "correct"),
    member_path("students/<int:pk>/state/", roster.change_state, "state"),
    member_path("students/<int:pk>/competencies/", records.competencies, "competencies"),
    member_path("students/<int:pk>/competencies/new/", records.add_attainment, "add_attainment"),
    member_path(
        "students/<int:pk>/competencies/<int:attainment>/withdraw/",
        records.withdraw_attainment,
        "withdraw_attainment",
    ),
    member_path("students/<int:pk>/certificates/new/", records.add_certificate, "add_certificate"),
    member_path(
        "students/<int:pk>/certificates/<int:certificate>/remove/",
        records.remove_certificate,
        "remove_certificate",
    ),
    member_path("students/<int:pk>/contact/", private.contact, "contact"),
    member_path("students/<int:pk>/contact/edit/", private.edit_contact, "edit_contact"),
    member_path("students/<int:pk>/history/", private.student_history, "history"),
    member_path("me/", own.me, "me"),
    member_path("me/competencies/", own.my_competencies, "my_competencies"),
]
