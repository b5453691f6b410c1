from consortium.imports import views
from consortium.shell.entrance import member_path

app_name = "imports"
urlpatterns = [
    member_path("imports/", views.imports, name="list"),
    member_path("imports/new/<slug:key>/", views.upload, name="upload"),
    member_path("imports/example/<slug:key>/", views.example, name="example"),
    member_path("imports/<uuid:pk>/", views.one, name="import"),
    member_path("imports/<uuid:pk>/columns/", views.columns, name="columns"),
    member_path("imports/<uuid:pk>/layout/", views.layout, name="layout"),
    member_path("imports/<uuid:pk>/preview/", views.preview, name="preview"),
    member_path("imports/<uuid:pk>/confirm/", views.confirm, name="confirm"),
    member_path("imports/<uuid:pk>/retry/", views.retry, name="retry"),
    member_path("imports/<uuid:pk>/discard/", views.discard, name="discard"),
    member_path("imports/<uuid:pk>/faulty/", views.faulty, name="faulty"),
]
