from consortium.shell.entrance import member_path
from partners.registry import operator_views as views

urlpatterns = [
    member_path("", views.shared_entries, "shared_entries"),
    member_path("<int:pk>/", views.shared_entry, "shared_entry"),
]
