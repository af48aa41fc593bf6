"""What is the same on every page is written once a process, and never with something of one page in it."""

from dataclasses import replace

from django.conf import settings
from django.template import Context, Template
from django.test import override_settings

LOADED = "{% load page_frame %}"


def test_it_is_written_once_and_knows_nothing_of_the_page() -> None:
    template = Template(LOADED + "{% once %}[{{ site.name }}{{ said }}]{% endonce %}{{ said }}")
    with override_settings(DEBUG=False):
        first, second = (template.render(Context({"said": said})) for said in ("甲", "乙"))
    name = settings.SITE.name
    assert (first, second) == (f"[{name}]甲", f"[{name}]乙")


def test_another_site_is_written_anew() -> None:
    template = Template(LOADED + "{% once %}{{ site.name }}{% endonce %}")
    other = replace(settings.SITE, name="示例市人民政府公报")
    with override_settings(DEBUG=False):
        before = template.render(Context())
        with override_settings(SITE=other):
            assert template.render(Context()) == other.name
        assert template.render(Context()) == before


def test_who_works_on_templates_sees_them_change() -> None:
    template = Template(LOADED + "{% once %}{% now 'i:s.u' %}{% endonce %}")
    with override_settings(DEBUG=True):
        assert len({template.render(Context()) for _ in range(5)}) > 1
    with override_settings(DEBUG=False):
        assert len({template.render(Context()) for _ in range(5)}) == 1
