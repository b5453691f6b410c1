"""Addresses of competency units."""

from consortium.shell.entrance import member_path
from curriculum.competencies import views

urlpatterns = [
    member_path("competencies/", views.units, "units"),
    member_path("competencies/new/", views.add, "unit_add"),
    member_path("competencies/<int:pk>/", views.unit, "unit"),
    member_path("competencies/<int:pk>/edit/", views.edit, "unit_edit"),
]
