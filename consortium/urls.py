from django.contrib import admin
from django.urls import include, path

from consortium.health import healthz
from partners.people.views import switch_member

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("consortium.accounts.urls")),
    path("accounts/", include("partners.people.joining")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("consortium.api.urls")),
    path("sign/", include("consortium.signing.link_urls")),
    path("verify/", include("curriculum.external.public_urls")),
    path("survey/", include("curriculum.demand.link_urls")),
    path("switch/", switch_member, name="switch_member"),
    path("operator/", include("consortium.operator_urls")),
    path("<slug:consortium>/", include("consortium.notifications.urls")),
    path("<slug:consortium>/", include("partners.people.urls")),
    path("<slug:consortium>/", include("partners.urls")),
    path("<slug:consortium>/", include("curriculum.urls")),
    path("<slug:consortium>/", include("placements.urls")),
    path("<slug:consortium>/", include("consortium.signing.urls")),
    path("<slug:consortium>/", include("consortium.reports.urls")),
    path("<slug:consortium>/", include("consortium.imports.urls")),
    path("<slug:consortium>/", include("consortium.governance.urls")),
    path("", include("consortium.shell.urls")),
]

handler400 = "consortium.shell.errors.bad_request"
handler403 = "consortium.shell.errors.forbidden"
handler404 = "consortium.shell.errors.not_found"
handler500 = "consortium.shell.errors.failure"
