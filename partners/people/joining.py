"""Addresses of people who are not members yet."""

from django.urls import path

from partners.people import views

urlpatterns = [path("invitation/<str:token>/", views.join, name="join")]
