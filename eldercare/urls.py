"""Addresses of home care."""

from django.urls import path

from eldercare import views

app_name = "eldercare"

urlpatterns = [
    path("eldercare/", views.institution_list, name="institution_list"),
    path("eldercare/institutions.csv", views.institutions_csv, name="institutions_csv"),
    path("eldercare/institutions.json", views.institutions_json, name="institutions_json"),
    path("eldercare/guide/", views.guide, name="guide"),
    path("eldercare/<int:pk>/", views.institution_detail, name="institution_detail"),
    path("eldercare/<int:pk>.json", views.institution_json, name="institution_json"),
]
