from django.urls import path

from consortium.shell import views
from consortium.shell.entrance import member_path

urlpatterns = [
    path("", views.start, name="start"),
    path("language/", views.set_language, name="set_language"),
    member_path("<slug:consortium>/", views.home, name="home"),
]
