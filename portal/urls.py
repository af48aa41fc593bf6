"""The portal's addresses: each app keeps its own; the roof only joins them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import sitemaps, views
from portal.components import components
from portal.health import healthz, readyz
from portal.search import pages as search

portal_pages = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions.json", search.suggestions, name="suggestions"),
    path("search/description.xml", search.description, name="search_description"),
    path("about/", views.about, name="about"),
    path("about/help/", views.help_page, name="help"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
    path("about/site-map/", views.site_map, name="site_map"),
    path("about/components/", components, name="components"),
    path("about/data/", views.open_data, name="open_data"),
    path("about/yearly/", views.yearly, name="yearly"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_part, name="sitemap_part"),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include((portal_pages, "portal"))),
    path("", include("gazette.urls")),
    path("", include("documents.urls")),
    path("", include("eldercare.urls")),
]
