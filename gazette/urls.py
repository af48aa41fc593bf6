"""Addresses of issues and the chronicle."""

from django.urls import path

from gazette.views import chronicle, issues

app_name = "gazette"

urlpatterns = [
    path("issues/", issues.issue_list, name="issue_list"),
    path("issues/<int:year>/<int:number>/", issues.issue_detail, name="issue_detail"),
    path("chronicle/", chronicle.chronicle_index, name="chronicle_index"),
    path("chronicle/<int:year>/<int:month>/", chronicle.chronicle_month, name="chronicle_month"),
    path("chronicle/people/", chronicle.official_list, name="official_list"),
    path("chronicle/people/<int:pk>/", chronicle.official_detail, name="official_detail"),
]
