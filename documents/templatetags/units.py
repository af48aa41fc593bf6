"""Addresses of units: a long notice links hundreds of them, so each is worked out once."""

from functools import lru_cache

from django import template
from django.urls import reverse

register = template.Library()


@register.filter
@lru_cache(maxsize=4096)
def unit_url(pk: int) -> str:
    return reverse("documents:unit_detail", args=[pk])
