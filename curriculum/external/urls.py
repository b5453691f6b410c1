"""Addresses of programmes outside the school."""

from consortium.shell.entrance import member_path
from curriculum.external.views import applying, offering, teaching

ONE = "external/<int:pk>/"

urlpatterns = [
    member_path("external/", offering.programmes, "external_programmes"),
    member_path("external/new/", offering.add_programme, "external_add"),
    member_path(ONE, offering.programme, "external_programme"),
    member_path(f"{ONE}edit/", offering.edit_programme, "external_edit"),
    member_path(f"{ONE}sessions/", offering.add_session, "external_session_add"),
    member_path(f"{ONE}open/", offering.open_programme, "external_open"),
    member_path(f"{ONE}select/", offering.select, "external_select"),
    member_path(f"{ONE}finish/", offering.finish, "external_finish"),
    member_path(f"{ONE}cancel/", offering.cancel, "external_cancel"),
    member_path(f"{ONE}apply/", applying.apply, "external_apply"),
    member_path(f"{ONE}enrol/", applying.enrol, "external_enrol"),
    member_path(f"{ONE}survey/", teaching.survey, "external_survey"),
    member_path("external/sessions/<int:pk>/attendance/", teaching.attendance, "external_attendance"),
    member_path("external/sessions/<int:pk>/remove/", offering.remove_session, "external_session_remove"),
    member_path("external/applications/<int:pk>/withdraw/", applying.withdraw, "seat_withdraw"),
    member_path("external/applications/<int:pk>/points/", applying.points, "seat_points"),
    member_path("external/applications/<int:pk>/guardian/", applying.guardian, "seat_guardian"),
    member_path("external/applications/<int:pk>/consent/", applying.withdraw_consent, "seat_unname"),
    member_path("external/applications/<int:pk>/agree/", applying.agree, "seat_agree"),
    member_path("external/certificates/<int:pk>/file/", teaching.certificate_file, "external_certificate"),
    member_path(
        "external/certificates/<int:pk>/withdraw/",
        teaching.withdraw_certificate,
        "external_certificate_withdraw",
    ),
]
