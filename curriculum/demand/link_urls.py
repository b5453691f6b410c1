"""The address of a company's survey for people without an account."""

from django.urls import path

from curriculum.demand.views import link

app_name = "survey"
urlpatterns = [
    path("<str:token>/", link.show, name="open"),
    path("<str:token>/thanks/", link.thanks, name="thanks"),
]
