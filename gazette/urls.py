"""Addresses of issues and the chronicle."""

from django.urls import path

from gazette.views import chronicle, events, issues, officials

app_name = "gazette"

urlpatterns = [
    path("issues/", issues.issue_list, name="issue_list"),
    path("issues/<int:year>/<int:number>/", issues.issue_detail, name="issue_detail"),
    path("issues/<int:year>/<int:number>/cover", issues.issue_cover, name="issue_cover"),
    path("issues/<int:year>/<int:number>/original.pdf", issues.issue_pdf, name="issue_pdf"),
    path("chronicle/", chronicle.chronicle_index, name="chronicle_index"),
    path("chronicle/<int:year>/", chronicle.chronicle_year, name="chronicle_year"),
    path("chronicle/<int:year>/<int:month>/", chronicle.chronicle_month, name="chronicle_month"),
    path("chronicle/events/<int:pk>/", events.event_detail, name="event_detail"),
    path("chronicle/people/", officials.official_list, name="official_list"),
    path("chronicle/people/<int:pk>/", officials.official_detail, name="official_detail"),
]
