"""Addresses of home care."""

from django.urls import path

from eldercare.views import catalogue, complaints, data, directory, figures, papers, radar, standard

app_name = "eldercare"

urlpatterns = [
    path("eldercare/", directory.institution_list, name="institution_list"),
    path("eldercare/institutions.csv", data.institutions_csv, name="institutions_csv"),
    path("eldercare/institutions.json", data.institutions_json, name="institutions_json"),
    path("eldercare/guide/", directory.guide, name="guide"),
    path("eldercare/catalogue/", catalogue.catalogue_index, name="catalogue_index"),
    path("eldercare/catalogue/<int:year>/", catalogue.catalogue_year, name="catalogue_year"),
    path(
        "eldercare/catalogue/<int:year>.csv",
        catalogue.catalogue_file,
        {"ending": "csv"},
        name="catalogue_csv",
    ),
    path(
        "eldercare/catalogue/<int:year>.xlsx",
        catalogue.catalogue_file,
        {"ending": "xlsx"},
        name="catalogue_xlsx",
    ),
    path(
        "eldercare/catalogue/<int:year>.pdf",
        catalogue.catalogue_file,
        {"ending": "pdf"},
        name="catalogue_pdf",
    ),
    path("eldercare/catalogue/<int:year>/<str:county>/", catalogue.catalogue_county, name="catalogue_county"),
    path(
        "eldercare/catalogue/<int:year>/<str:county>.csv",
        catalogue.catalogue_file,
        {"ending": "csv"},
        name="catalogue_csv",
    ),
    path(
        "eldercare/catalogue/<int:year>/<str:county>.xlsx",
        catalogue.catalogue_file,
        {"ending": "xlsx"},
        name="catalogue_xlsx",
    ),
    path("eldercare/complaint/", complaints.complaint_new, name="complaint_new"),
    path("eldercare/complaint/status/", complaints.complaint_status, name="complaint_status"),
    path("eldercare/<int:pk>/complaint/", complaints.complaint_new, name="complaint_about"),
    path(
        "eldercare/catalogue/<int:year>/<str:county>.pdf",
        catalogue.catalogue_file,
        {"ending": "pdf"},
        name="catalogue_pdf",
    ),
    path("eldercare/levels/", figures.level_figures, name="level_figures"),
    path("eldercare/levels/<int:year>/", figures.level_figures, name="level_figures_year"),
    path("eldercare/standard/", standard.standard, name="standard"),
    path("eldercare/standard/<slug:code>/", standard.standard_edition, name="standard_edition"),
    path("eldercare/forms/<slug:slug>.pdf", papers.blank_paper, name="blank_paper"),
    path("eldercare/radar/<slug:token>.ics", radar.radar_feed, name="radar_feed"),
    path("eldercare/<int:pk>/", directory.institution_detail, name="institution_detail"),
    path("eldercare/<int:pk>.json", data.institution_json, name="institution_json"),
]
