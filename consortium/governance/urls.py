from consortium.governance import views
from consortium.shell.entrance import member_path

app_name = "governance"
urlpatterns = [member_path("governance/", views.governance, name="governance")]
