from consortium.shell.entrance import member_path
from partners.agreements import views

urlpatterns = [
    member_path("agreements/", views.agreements, name="agreements"),
    member_path("agreements/<int:pk>/", views.agreement, name="agreement"),
]
