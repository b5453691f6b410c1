"""Addresses of subjects and their units."""

from consortium.shell.entrance import member_path
from curriculum.subjects import views

urlpatterns = [
    member_path("subjects/", views.subjects, "subjects"),
    member_path("subjects/new/", views.subject_add, "subject_add"),
    member_path("subjects/<int:pk>/", views.subject, "subject"),
    member_path("subjects/<int:pk>/edit/", views.subject_edit, "subject_edit"),
    member_path("subjects/<int:pk>/approval/", views.subject_approval, "subject_approval"),
    member_path("subjects/<int:pk>/remove/", views.subject_remove, "subject_remove"),
    member_path("subjects/<int:pk>/units/", views.unit_add, "subject_unit_add"),
    member_path("subject-units/<int:pk>/remove/", views.unit_remove, "subject_unit_remove"),
    member_path("subject-units/<int:pk>/renew/", views.unit_renew, "subject_unit_renew"),
]
