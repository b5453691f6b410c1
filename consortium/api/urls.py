from django.urls import include, path
from django.utils.module_loading import autodiscover_modules
from drf_spectacular.views import SpectacularAPIView

from consortium.api.pages import docs
from consortium.api.routes import router

autodiscover_modules("api")

urlpatterns = [
    path(
        "schema/", SpectacularAPIView.as_view(authentication_classes=[], throttle_classes=[]), name="schema"
    ),
    path("docs/", docs, name="api_docs"),
    path("v1/<slug:consortium>/", include((router.urls, "api"))),
]
