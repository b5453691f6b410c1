"""The address that the code on a certificate leads to, and where it can be typed; no account is needed."""

from django.urls import path, re_path

from curriculum.external.public import ask, verify

urlpatterns = [
    path("", ask, name="verify_ask"),
    re_path(r"^(?P<code>[A-Za-z0-9_-]{1,64})/$", verify, name="verify"),
]
