"""The portal with two pages more: a bare hello behind the same middleware, to measure against, and what it took so far."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal.wsgi import application

__all__ = ["application", "urlpatterns"]


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def processor(request: HttpRequest) -> HttpResponse:
    """Seconds of processor time of this worker."""
    return HttpResponse(str(time.process_time()), headers={"Cache-Control": "no-store"})


urlpatterns = [path("hello", hello), path("processor", processor), path("", include("portal.urls"))]
settings.ROOT_URLCONF = __name__
