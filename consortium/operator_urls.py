"""The operator's area: the machinery, and the consortia as a whole."""

from django.urls import include, path

app_name = "operator"
urlpatterns = [
    path("", include("consortium.notifications.operator_urls")),
    path("consortia/", include("partners.people.operator_urls")),
    path("partners/", include("partners.registry.operator_urls")),
]
