"""Addresses of pages, each worked out once: a page names the same ones again and again."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=8192)
def address_of(name: str, *args: str | int) -> str:
    """The address of the page of that name, about what the arguments say."""
    return reverse(name, args=args)
