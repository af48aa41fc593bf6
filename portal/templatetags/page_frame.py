"""The head and the foot of a page: the same on every page of a section, so a process writes them once."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.identity import SiteIdentity
from portal.navigation import SECTIONS, section_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_frame(context: Context, template_name: str) -> SafeString:
    """A part that depends on nothing but the section and the settings of the site."""
    here = section_of(context["request"].path)
    write = _write.__wrapped__ if settings.DEBUG else _write  # who works on it wants to see it change
    return write(template_name, here, settings.SITE)


@lru_cache(maxsize=64)
def _write(template_name: str, here: str, site: SiteIdentity) -> SafeString:
    return render_to_string(template_name, {"site": site, "here": here, "sections": SECTIONS})
