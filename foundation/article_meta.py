"""What the head of a page with one text says of it, under the names prescribed for government sites."""

from __future__ import annotations

from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe


def article_meta_html(title: object, published_at: datetime | None, source: str) -> SafeString:
    """标题、发布时间、来源; a time that is not known is empty."""
    published = f"{timezone.localtime(published_at):%Y-%m-%d %H:%M}" if published_at else ""
    said = (("ArticleTitle", str(title)), ("PubDate", published), ("ContentSource", source))
    return mark_safe("\n  ".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in said))
