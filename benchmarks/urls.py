"""The portal's addresses, and one page that renders the roster's template with constant rows."""

from benchmarks.constant import roster
from consortium.shell.entrance import member_path
from consortium.urls import urlpatterns as portal

urlpatterns = [member_path("<slug:consortium>/constant/", roster, name="constant"), *portal]
