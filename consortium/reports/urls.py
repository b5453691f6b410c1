from consortium.reports import views
from consortium.shell.entrance import member_path

app_name = "reports"
urlpatterns = [
    member_path("reports/", views.centre, name="list"),
    member_path("reports/new/<path:key>/", views.ask, name="ask"),
    member_path("reports/lists/<slug:key>/", views.export, name="export"),
    member_path("reports/<uuid:pk>/again/", views.retry, name="retry"),
    member_path("reports/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    member_path("reports/files/<uuid:pk>/", views.fetch, name="fetch"),
    member_path("reports/download/<str:token>/", views.download, name="download"),
]
