"""The search for faults in HTML finds each kind of fault, and none in a sound page or in the pages of last resort."""

import pytest
from django.template.loader import get_template

from tests.validity import faults

PAGE = (
    "<!doctype html><html lang=zh-Hans><head><title>页</title></head><body><h1 id=top>页</h1>{}</body></html>"
)


@pytest.mark.parametrize(
    "sound",
    [
        "<ul><li>一</li></ul><p>段<br>落</p>",
        "<label for=q>问</label><input id=q aria-describedby=top>",
        "<h2>二</h2><h3>三</h3><h2>二</h2>",
        "<table><thead><tr><th>头</th></tr></thead><tbody><tr><td>格</td></tr></tbody></table>",
        '<a href="#top">上</a><time datetime="2024-09-30T09:00+0800">九点</time><img src="/x.png" alt="">',
    ],
)
def test_a_sound_page_has_no_fault(sound: str) -> None:
    assert faults(PAGE.format(sound)) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("<p><div>块</div></p>", "unexpected-end-tag"),
        ("<div><span></div></span>", "end-tag"),
        ("<p id=a id=b>x</p>", "duplicate-attribute"),
        ("<p id=top>x</p>", "id 'top' 2 times"),
        ("<label for=q>问</label>", "leads nowhere"),
        ("<label for=top>问</label>", "<label> for a <h1>"),
        ("<p aria-labelledby='top none'>x</p>", "'none'"),
        ('<a href="#none">x</a>', "leads nowhere"),
        ("<ul><p>x</p></ul>", "<p> in a <ul>"),
        ("<div><li>x</li></div>", "<li> in a <div>"),
        ("<span><div>x</div></span>", "<div> in a <span>"),
        ('<a href="/"><span><button>x</button></span></a>', "<button> in a <a>"),
        ("<h3>三</h3>", "<h3> after <h1>"),
        ("<h1>又一个</h1>", "2 times <h1>"),
        ("<img src=/x.png>", "without alt"),
        ('<time datetime="2024-09-30T09:00:00.123456+08:00">x</time>', "<time"),
        ('<a href="/a b">x</a>', "has a space"),
        ("<table><tbody><tr role=row><td>x</td></tr></tbody></table>", "role"),
    ],
)
def test_each_fault_is_found(wrong: str, said: str) -> None:
    assert any(said in found for found in faults(PAGE.format(wrong)))


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_the_pages_of_last_resort_are_sound(name: str) -> None:
    assert faults(get_template(name).render()) == []
