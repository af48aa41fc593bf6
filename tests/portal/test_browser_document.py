"""The tools around a document, in a browser: outline, citations, reading aloud, single keys, tables, paper, weight."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Document
from documents.reading.files.radicals import whole_characters
from foundation.chinese_text import squeeze
from tests import make
from tests.printed import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "各单位要把示例工作放在重要位置，明确专人负责，按时报送进展，发现问题及时商量解决。"
# The browser of the tests has no voice: this one says nothing and waits to be told that a sentence is over.
VOICE = """
  window.said = []; let waiting = null;
  const voice = { lang: "zh-CN", localService: true };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "en-US", localService: true }, voice],
    speak: (one) => { window.said.push(one.text); window.chosen = one.voice === voice; waiting = one; },
    cancel: () => { waiting = null; },
    addEventListener: () => {},
  } });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  window.sentenceEnds = () => { const one = waiting; waiting = null; one?.onend(); };
"""


def long_document(paragraphs: int = 79) -> Document:
    lines = [f"{number}.第{number}段。{SENTENCE}" for number in range(1, paragraphs + 1)]
    half = len(lines) // 2
    return make.document(
        body="\n".join(["一、总则", *lines[:half], "二、保障", *lines[half:], "三、附则", "末段。"])
    )


def test_the_outline_says_where_the_reader_is_and_how_far(live_server: LiveServer, page: Page) -> None:
    document = long_document()
    outline = page.locator("[data-outline]")
    page.goto(f"{live_server.url}{document.get_absolute_url()}#s2-70")
    expect(page.locator("#s2-70")).to_be_in_viewport()
    expect(page.locator("#s1-2")).not_to_be_in_viewport()
    expect(outline).to_have_attribute("open", "")
    expect(outline.locator("[aria-current]")).to_contain_text("保障")
    expect(outline.locator("[data-read]")).to_have_text(re.compile("已读 (8|9)[0-9]%"))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + document.get_absolute_url())
    expect(outline).not_to_have_attribute("open", "")
    outline.locator("summary").click()
    outline.get_by_role("link", name="三、附则").click()
    expect(outline).not_to_have_attribute("open", "")
    expect(page.locator("#s3")).to_be_in_viewport()
    page.keyboard.press("End")
    expect(outline.locator("[data-read]")).to_have_text("已读 100%")
    expect(outline.locator("[data-here]")).to_have_text("三、附则")
    expect(outline.locator("summary")).to_be_in_viewport()


def test_citations_are_copied_at_a_press_and_else_selected(live_server: LiveServer, page: Page) -> None:
    document = make.document(
        "示例通知", body="一、总则\n（一）目标\n1.做好示例，按时完成。", organs=[make.unit("示例局")]
    )
    make.entry(make.issue(2024, 9), document, page=19)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + document.get_absolute_url())
    where = page.url
    page.get_by_role("button", name="复制引文").click()
    expect(page.locator("[data-citation-status]")).to_have_text("已复制。")
    copied = page.evaluate("navigator.clipboard.readText()")
    printed = "，载《临沧市人民政府公报》2024年第9期，第19页"
    assert copied == f"示例局：《示例通知》（{document.document_number}）{printed}。{where}"
    page.locator("#s1-1-1 .permalink").click()
    page.get_by_role("button", name="复制这一段和出处").click()
    expect(page.locator("body > [role=status]")).to_have_text("已复制。")
    copied = page.evaluate("navigator.clipboard.readText()")
    source = f"示例局：《示例通知》（{document.document_number}）第一部分（一）第1点{printed}"
    assert copied == f"“1.做好示例，按时完成。”——{source}。{where}#s1-1-1"
    assert page.evaluate("document.activeElement.className") == "permalink"
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    page.get_by_role("button", name="复制引文").click()
    expect(page.locator("[data-citation-status]")).to_contain_text("已经选中")
    assert page.evaluate("getSelection().toString()").startswith("示例局：《示例通知》")
    page.locator("#s1 .permalink").click()
    page.get_by_role("button", name="复制这一段的网址").click()
    expect(page.locator(".permalink-menu textarea")).to_have_value(f"{where}#s1")
    page.keyboard.press("Escape")
    expect(page.locator(".permalink-menu")).to_have_count(0)


def test_the_text_is_read_aloud_paragraph_by_paragraph(live_server: LiveServer, page: Page) -> None:
    document = make.document(
        "示例通知", body="一、总则\n第一句。第二句。\n姓名\t职务\n示例甲\t组长", document_number=""
    )
    page.goto(live_server.url + document.get_absolute_url())
    expect(page.get_by_role("button", name="朗读", exact=True)).to_have_count(0)  # no voice, no button
    page.add_init_script(VOICE)
    page.reload()
    page.get_by_role("button", name="朗读", exact=True).click()
    expect(page.locator(".is-spoken")).to_have_text("示例通知")
    for _ in range(3):
        page.evaluate("sentenceEnds()")
    assert page.evaluate("[said, chosen]") == [["示例通知", "一、总则", "第一句。", "第二句。"], True]
    expect(page.locator(".is-spoken")).to_have_attribute("id", "p1")
    page.get_by_role("button", name="暂停").click()
    page.get_by_role("button", name="接着读").click()
    assert page.evaluate("said.at(-1)") == "第二句。"  # the sentence is begun again
    page.evaluate("sentenceEnds(); sentenceEnds()")
    assert page.evaluate("said.slice(-2)") == ["姓名，职务", "示例甲，组长"]
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".is-spoken")).to_have_count(0)
    page.get_by_role("button", name="朗读", exact=True).click()
    heard = page.evaluate(
        "new Promise((tell) => { speechSynthesis.cancel = () => tell('cut'); dispatchEvent(new Event('pagehide')); })"
    )
    assert heard == "cut"  # nobody is read to after leaving


def test_single_keys_lead_on_and_can_be_switched_off(live_server: LiveServer, page: Page) -> None:
    issue, first, last = make.issue(), long_document(), make.document()
    make.entry(issue, first)
    make.entry(issue, last)
    page.goto(live_server.url + first.get_absolute_url())
    for key, place in (("j", "s1"), ("j", "s2"), ("k", "s1")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == place
    page.keyboard.press("]")
    page.wait_for_url(f"**{last.get_absolute_url()}")
    page.keyboard.press("[")
    page.wait_for_url(f"**{first.get_absolute_url()}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    page.get_by_role("checkbox", name="使用这些快捷键").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("]")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{live_server.url}/about/accessibility/")
    page.get_by_role("button", name="打开或关掉快捷键").click()
    page.get_by_role("checkbox", name="使用这些快捷键").check()
    page.get_by_role("button", name="关上").click()
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    page.keyboard.press("/")
    expect(page.locator("main input[name=q]")).to_be_focused()
    page.keyboard.type("/j?")
    expect(page.locator("main input[name=q]")).to_have_value("/j?")  # in a field they are letters


def test_broad_tables_scroll_in_themselves_under_their_head(live_server: LiveServer, page: Page) -> None:
    rows = "\n".join("\t".join([f"示例{row}", *["若干"] * 39]) for row in range(40))
    head = "\t".join(f"第{number}栏" for number in range(1, 41))
    document = make.document(body=f"一、总表\n{head}\n{rows}")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + document.get_absolute_url())
    table = page.get_by_role("region", name="表1，可左右滑动")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.get_by_text("这张表有 40 栏")).to_be_visible()
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-scroll').scrollLeft > 0")
    table.evaluate("each => each.scrollTo({ left: 900, top: 600, behavior: 'instant' })")
    gaps = table.evaluate(
        """each => { const own = each.getBoundingClientRect();
        const head = each.querySelector('thead th:nth-child(12)').getBoundingClientRect();
        const first = each.querySelector('tbody tr:last-child td').getBoundingClientRect();
        return [Math.round(head.top - own.top), Math.round(first.left - own.left)] }"""
    )
    assert gaps == [0, 0]


def test_on_paper_a_document_is_whole_and_bare(live_server: LiveServer, page: Page) -> None:
    document = make.document(
        "示例通知", body="一、总则\n印在纸上的一段。", organs=[make.unit("示例市人民政府")]
    )
    for number in range(20):
        make.attachment(document, title=f"示例附件之{number}", text=f"第{number}份附件的一段。")
    page.goto(f"{live_server.url}/robots.txt")
    page.evaluate("localStorage.setItem('mode', 'elder')")  # the large-type version is for the screen
    page.goto(live_server.url + document.get_absolute_url())
    printed = whole_characters(squeeze("".join(pages(page.pdf(prefer_css_page_size=True)))))
    for wanted in (
        "示例市人民政府文件",
        "示例通知",
        "印在纸上的一段。",
        "附件：共20个",
        "20.示例附件之19",
        "第19份附件的一段。",
        "—1—",
    ):
        assert wanted in printed, wanted
    for left_out in ("大字版", "目录", "字号", "复制引文", "文件信息", "回到附件清单", "#"):
        assert left_out not in printed, left_out


def test_the_first_load_of_a_long_document_is_light(live_server: LiveServer, page: Page) -> None:
    """The page as the wire carried it, each static file as whitenoise packs it."""
    document = long_document(paragraphs=30_000 // (len(SENTENCE) + 8))
    for number in range(60):
        make.task(document, path=f"一/{number + 1}", lead=[make.unit()], support=[make.unit()])
    addresses: dict[str, str] = {}
    sent: dict[str, float] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on(
        "Network.responseReceived", lambda it: addresses.update({it["requestId"]: it["response"]["url"]})
    )
    network.on("Network.loadingFinished", lambda it: sent.update({it["requestId"]: it["encodedDataLength"]}))
    answer = page.goto(live_server.url + document.get_absolute_url(), wait_until="networkidle")
    assert answer is not None and answer.headers["content-encoding"] == "br"
    assert len(document.body) > 29_000
    weights = {
        url: _compressed(url) if "/static/" in url else sent[request] for request, url in addresses.items()
    }
    scripts = {url: weight for url, weight in weights.items() if url.endswith(".js")}
    assert {"before_paint.js", "speech.js"} <= {url.rpartition("/")[2] for url in scripts}
    assert weights[page.url] > 1_000
    assert sum(scripts.values()) <= 15_000, scripts
    assert sum(weights.values()) <= 100_000, weights


def _compressed(url: str) -> int:
    found = finders.find(url.partition("/static/")[2])
    assert isinstance(found, str)
    return len(brotli.compress(Path(found).read_bytes()))
