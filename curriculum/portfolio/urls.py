"""Addresses of plan and credits, comparison with jobs, and the portfolio."""

from consortium.shell.entrance import member_path
from curriculum.portfolio import views

urlpatterns = [
    member_path("students/<int:pk>/plan/", views.student_plan, "student_plan"),
    member_path("students/<int:pk>/jobs/", views.student_jobs, "student_jobs"),
    member_path("me/plan/", views.my_plan, "my_plan"),
    member_path("me/jobs/", views.my_jobs, "my_jobs"),
    member_path("me/portfolio/", views.portfolio, "portfolio"),
]
