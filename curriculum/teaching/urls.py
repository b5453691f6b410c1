"""Addresses of course offerings, their sheets, judgements and qualifications."""

from consortium.shell.entrance import member_path
from curriculum.teaching.views import judgements, offerings, qualifications, results, sheets

urlpatterns = [
    member_path("offerings/", offerings.list_offerings, "offerings"),
    member_path("offerings/new/", offerings.plan, "plan_offering"),
    member_path("offerings/<int:pk>/", offerings.offering, "offering"),
    member_path("offerings/<int:pk>/students/", offerings.enrol, "enrol"),
    member_path(
        "offerings/<int:pk>/students/<int:enrolment>/", offerings.change_enrolment, "change_enrolment"
    ),
    member_path("offerings/<int:pk>/students/<int:enrolment>/recovery/", results.recovery, "recovery"),
    member_path("offerings/<int:pk>/instructors/new/", offerings.add_instructor, "add_instructor"),
    member_path(
        "offerings/<int:pk>/instructors/<int:instructor>/remove/",
        offerings.remove_instructor,
        "remove_instructor",
    ),
    member_path(
        "offerings/<int:pk>/instructors/<int:instructor>/hours/", offerings.report_hours, "report_hours"
    ),
    member_path("offerings/<int:pk>/sessions/new/", sheets.add_session, "add_session"),
    member_path("offerings/<int:pk>/sessions/<int:session>/", sheets.session, "session"),
    member_path("offerings/<int:pk>/sessions/<int:session>/remove/", sheets.remove_session, "remove_session"),
    member_path("offerings/<int:pk>/grades/", sheets.grades, "grades"),
    member_path("offerings/<int:pk>/judge/", sheets.judge, "judge"),
    member_path("offerings/<int:pk>/settle/", results.settle, "settle"),
    member_path("offerings/<int:pk>/reopen/", results.reopen, "reopen"),
    member_path("students/<int:pk>/competencies/<int:unit>/", judgements.judgements, "judgements"),
    member_path(
        "students/<int:pk>/competencies/<int:unit>/<int:judgement>/correct/",
        judgements.correct,
        "correct_judgement",
    ),
    member_path("qualifications/", qualifications.list_qualifications, "qualifications"),
    member_path("qualifications/<int:pk>/", qualifications.qualification, "qualification"),
    member_path("qualifications/<int:pk>/students/", qualifications.enrol, "qualification_enrol"),
]
