"""The text of a document, and who answers for what it orders, where a template wants them."""

from django import template

from documents.page_html import red_head_html
from documents.text_html import close_html, outline_lines_html, passages_html, roles_html

register = template.Library()
register.filter("outline_lines", outline_lines_html)
register.filter("passages", passages_html)
register.filter("roles", roles_html)
register.simple_tag(red_head_html, name="red_head")
register.simple_tag(close_html, name="close")
