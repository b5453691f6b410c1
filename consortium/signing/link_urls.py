"""Addresses of people without an account."""

from django.urls import path

from consortium.signing import link_views

app_name = "sign"
urlpatterns = [
    path("<str:token>/", link_views.show, name="open"),
    path("<str:token>/code/", link_views.code, name="code"),
    path("<str:token>/sign/", link_views.sign, name="sign"),
    path("<str:token>/decline/", link_views.decline, name="decline"),
    path("<str:token>/renew/", link_views.renew, name="renew"),
]
