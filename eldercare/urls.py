"""Addresses of home care."""

from django.urls import path

from eldercare.views import data, directory, papers, standard

app_name = "eldercare"

urlpatterns = [
    path("eldercare/", directory.institution_list, name="institution_list"),
    path("eldercare/institutions.csv", data.institutions_csv, name="institutions_csv"),
    path("eldercare/institutions.json", data.institutions_json, name="institutions_json"),
    path("eldercare/guide/", directory.guide, name="guide"),
    path("eldercare/standard/", standard.standard, name="standard"),
    path("eldercare/standard/<slug:code>/", standard.standard_edition, name="standard_edition"),
    path("eldercare/forms/<slug:slug>.pdf", papers.blank_paper, name="blank_paper"),
    path("eldercare/<int:pk>/", directory.institution_detail, name="institution_detail"),
    path("eldercare/<int:pk>.json", data.institution_json, name="institution_json"),
]
