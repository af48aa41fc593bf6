"""Addresses of home care."""

from django.urls import path

from eldercare.views import data, directory, papers

app_name = "eldercare"

urlpatterns = [
    path("eldercare/", directory.institution_list, name="institution_list"),
    path("eldercare/institutions.csv", data.institutions_csv, name="institutions_csv"),
    path("eldercare/institutions.json", data.institutions_json, name="institutions_json"),
    path("eldercare/guide/", directory.guide, name="guide"),
    path("eldercare/forms/<slug:slug>.pdf", papers.blank_paper, name="blank_paper"),
    path("eldercare/<int:pk>/", directory.institution_detail, name="institution_detail"),
    path("eldercare/<int:pk>.json", data.institution_json, name="institution_json"),
]
