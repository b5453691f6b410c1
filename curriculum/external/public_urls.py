"""The address that the code on a certificate leads to; no account is needed."""

from django.urls import re_path

from curriculum.external.public import verify

urlpatterns = [re_path(r"^(?P<code>[A-Za-z0-9_-]{1,64})/$", verify, name="verify")]
