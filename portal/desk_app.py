"""Django's admin with our own site behind it. Apart from portal/apps.py, where Django would take it for the portal's app."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "foundation.accounts.site.StaffSite"
