"""The portal with one page more: a bare hello behind the same middleware, to measure against."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal.wsgi import application

__all__ = ["application", "urlpatterns"]


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("hello", hello), path("", include("portal.urls"))]
settings.ROOT_URLCONF = __name__
