"""The portal's addresses: each app keeps its own; the roof only joins them."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
