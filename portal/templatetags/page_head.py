"""Open Graph, canonical address and JSON-LD of a page, from what its templates already say."""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from foundation.article_meta import article_meta_html
from foundation.linked_data import Thing, as_json_ld, breadcrumbs
from foundation.site_address import full_address
from portal.page_head import canonical, described, open_graph, trail

register = template.Library()
register.simple_tag(article_meta_html, name="article_meta")
NOINDEX = '\n  <meta name="robots" content="noindex">'


class Head(Node):
    """`{% head %}…{% endhead %}`: title and meta elements, followed by what is derived from them.

    A view that shows another page's content in an older state gives that page as `canonical_path`.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        head = described(self.nodelist.render(context))
        request: HttpRequest = context["request"]
        one = canonical(request.path, request.GET.dict())
        address = full_address(request, context.get("canonical_path") or one.path)
        graph = open_graph(head, address=address, site_name=settings.SITE.name)
        is_hidden = one.is_view and 'name="robots"' not in head
        properties = "".join(
            f'\n  <meta property="{name}" content="{escape(value)}">' for name, value in graph
        )
        return mark_safe(
            f'{head}\n  <link rel="canonical" href="{escape(address)}">{NOINDEX if is_hidden else ""}{properties}'
        )


class Crumbs(Node):
    """`{% crumbs %}…{% endcrumbs %}`: the list of breadcrumbs, and the same for machines."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        shown = self.nodelist.render(context)
        request: HttpRequest = context["request"]
        way = [(name, full_address(request, address) if address else "") for name, address in trail(shown)]
        return shown + script([breadcrumbs(way)])


@register.tag("head")
def head(parser: Parser, token: Token) -> Head:
    return Head(_until(parser, "endhead"))


@register.tag("crumbs")
def crumbs(parser: Parser, token: Token) -> Crumbs:
    return Crumbs(_until(parser, "endcrumbs"))


def _until(parser: Parser, end: str) -> NodeList:
    nodes = parser.parse((end,))
    parser.delete_first_token()
    return nodes


@register.simple_tag(takes_context=True)
def linked_data(context: dict[str, Any]) -> str:
    """What the view says of the subject of its page."""
    things: list[Thing] = context.get("linked_data") or []
    return script(things) if things else ""


def script(things: list[Thing]) -> SafeString:
    """A block of data, not code: no policy stops it, and none is loosened for it."""
    return mark_safe(f'<script type="application/ld+json">{as_json_ld(things)}</script>')
