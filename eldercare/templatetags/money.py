"""Amounts as they are read: `yuan` with its unit, `figure` without, for the column of a table."""

from __future__ import annotations

from django import template

from foundation.yuan import figure, in_yuan

register = template.Library()
register.filter("yuan", in_yuan)
register.filter("figure", figure)
