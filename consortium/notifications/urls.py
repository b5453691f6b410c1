from consortium.notifications import views
from consortium.shell.entrance import member_path

app_name = "notifications"
urlpatterns = [
    member_path("notifications/", views.notices, "notices"),
    member_path("notifications/read/", views.read_all, "read_all"),
    member_path("notifications/preferences/", views.preferences, "preferences"),
    member_path("notifications/<uuid:pk>/open/", views.open_notice, "open"),
]
