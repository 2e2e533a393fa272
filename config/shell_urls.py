"""Addresses of the shell itself."""

from django.urls import path

from config import views

urlpatterns = [path("styleguide/", views.style_guide, name="styleguide")]
