"""Telephone numbers in templates: `<a href="tel:{{ phone|dialled }}">`."""

from django import template

from foundation.telephones import dialled

register = template.Library()
register.filter("dialled", dialled)
