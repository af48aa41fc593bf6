"""What is the same on many pages, so that a process writes it once: head and foot of a section, links of a template."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
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


class Once(Node):
    """`{% once %}…{% endonce %}`: what stands between asks for nothing of the page: static files, addresses, fixed
    words. Of the context it is given `site` alone.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._written: dict[SiteIdentity, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        site: SiteIdentity = settings.SITE
        written = self._written.get(site)
        if written is None:
            written = self.nodelist.render(context.new({"site": site}))
            if not settings.DEBUG:
                self._written[site] = written
        return written


@register.tag("once")
def once(parser: Parser, token: Token) -> Once:
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodes)
