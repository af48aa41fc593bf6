"""The text of a document, and who answers for what it orders, where a template wants them."""

from django import template

from documents.page_html import red_head_html
from documents.text_html import close_html, listed_task_html, passages_html

register = template.Library()
register.filter("passages", passages_html)
register.simple_tag(red_head_html, name="red_head")
register.simple_tag(close_html, name="close")
register.simple_tag(listed_task_html, name="listed_task")
