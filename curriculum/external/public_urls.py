"""The address that the code on a certificate leads to; no account is needed."""

from django.urls import path

from curriculum.external.public import verify

urlpatterns = [path("<str:code>/", verify, name="verify")]
