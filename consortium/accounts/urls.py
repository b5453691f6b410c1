from django.urls import path

from consortium.accounts import views

app_name = "accounts"
urlpatterns = [
    path("second-factor/", views.second_factor, name="second_factor"),
    path("signup/", views.not_here),
    path("email/", views.not_here),
    path("inactive/", views.not_here),
]
