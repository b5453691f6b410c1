from consortium.shell.entrance import member_path
from partners.agreements import views

urlpatterns = [
    member_path("agreements/", views.agreements, name="agreements"),
    member_path("agreements/calendar.ics", views.agreements_calendar, name="agreements_calendar"),
    member_path("agreements/<int:pk>/", views.agreement, name="agreement"),
    member_path("agreements/<int:pk>/calendar.ics", views.agreement_calendar, name="agreement_calendar"),
    member_path("agreements/<int:pk>/file/", views.agreement_file, name="agreement_file"),
]
