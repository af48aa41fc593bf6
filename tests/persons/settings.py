"""The portal's settings and the app of tests, for processes of their own."""

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS as PORTAL_APPS

INSTALLED_APPS = [*PORTAL_APPS, "tests.persons"]
