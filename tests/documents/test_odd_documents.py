"""Documents out of the ordinary have a form of their own: many attachments, broad tables, no number, long titles."""

import re

import pytest
from django.test import Client

from documents.body_html import MANY_ATTACHMENTS
from documents.models import Document
from documents.passages import BROAD, TALL, tabulate
from tests import make


def read(document: Document, *, view: str = "") -> str:
    return Client().get(document.get_absolute_url() + view).content.decode()


@pytest.mark.django_db
def test_many_attachments_are_one_folded_list_with_a_way_back_from_each() -> None:
    document = make.document()
    for _ in range(200):
        make.attachment(document, text="一段。")
    text = read(document)
    outline = text[text.index('id="outline"') : text.index("</nav>", text.index('id="outline"'))]
    assert "附件（共 200 个）" in outline
    assert 'href="#a7"' not in outline
    assert '<details class="attachment-index" id="attachments">' in text
    assert all(f'href="#a{number}"' in text for number in range(1, 201))
    assert text.count('href="#attachments">回到附件清单') == 200
    assert '<details class="attachment-index" id="attachments" open>' in read(document, view="print/")


@pytest.mark.django_db
def test_some_attachments_stay_a_plain_list() -> None:
    document = make.document()
    for _ in range(MANY_ATTACHMENTS):
        make.attachment(document)
    text = read(document)
    assert "attachment-index" not in text
    assert "回到附件清单" not in text


@pytest.mark.django_db
def test_a_table_of_forty_columns_says_so_and_keeps_its_head() -> None:
    head = "\t".join(f"第{number}栏" for number in range(1, 41))
    rows = "\n".join("\t".join(["示例"] * 40) for _ in range(30))
    text = read(make.document(body=f"一、总表\n{head}\n{rows}"))
    assert "这张表有 40 栏" in text
    region = re.search(r'<div class="table-scroll is-broad is-tall"[^>]*>', text)
    assert region
    assert 'role="region" aria-label="表1，可左右滑动" tabindex="0"' in region.group()
    assert text.count('<th scope="col"') == 40


def test_only_tables_that_need_it_are_broad_or_tall() -> None:
    narrow = tabulate([["项目"] * (BROAD - 1)] + [["示例。"] * (BROAD - 1)] * (TALL - 1))
    assert (narrow.columns, narrow.is_broad, narrow.is_tall) == (BROAD - 1, False, False)
    headless = tabulate([["1"] * BROAD] * (TALL + 1))
    assert (headless.is_broad, headless.is_tall) == (True, False)
    assert tabulate([["项目"] * BROAD] + [["1"] * BROAD] * TALL).is_tall
    assert tabulate([]).columns == 0


@pytest.mark.django_db
def test_without_number_and_date_there_is_no_red_head_and_it_is_said() -> None:
    text = read(make.document(document_number="", written_on=None, organs=[make.unit()], body="一段。"))
    assert "red-rule" not in text
    assert "organ-mark" not in text
    assert 'id="outline"' not in text
    assert "跳到本文目录" not in text
    assert "<dt>发文字号</dt><dd>没有标明</dd>" in text
    assert "<dt>成文日期</dt><dd>没有标明</dd>" in text


@pytest.mark.django_db
def test_a_long_title_with_rare_characters_stands_whole_and_smaller() -> None:
    title = "关于𠮷𡋾示例工作的通知" * 18
    text = read(make.document(title))
    assert f'<h1 class="document-title document-title-long">{title}</h1>' in text
    assert 'class="document-title">' in read(make.document("示例通知"))


@pytest.mark.django_db
def test_a_repealed_document_says_so_on_the_screen_and_on_paper() -> None:
    old, new = make.document("旧办法"), make.document("新办法")
    make.relation(new, old, kind="repeals")
    for view in ("", "print/"):
        assert "<strong>已废止</strong>" in read(old, view=view)


@pytest.mark.django_db
def test_an_amended_document_says_by_what_and_drafts_say_nothing() -> None:
    document, change = make.document("示例办法"), make.document("关于修改示例办法的决定")
    make.relation(make.document("草稿里的修改", published=False), document, kind="amends")
    assert "有修改" not in read(document)
    make.relation(change, document, kind="amends")
    for view in ("", "print/"):
        text = read(document, view=view)
        assert (
            f'<strong>有修改</strong>，见<a href="{change.get_absolute_url()}">《{change.title}》</a>' in text
        )
        assert "草稿里的修改" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["", "print/"])
def test_of_a_withdrawn_document_the_text_is_gone_on_every_page(view: str) -> None:
    document = make.document("示例通知", body="一、总则\n不该再看到的一段。")
    make.withdrawn(document, "发现重大错误")
    response = Client().get(document.get_absolute_url() + view)
    assert response.status_code == 410
    assert "发现重大错误" in response.content.decode()
    assert "不该再看到的一段" not in response.content.decode()


@pytest.mark.django_db
def test_a_paragraph_carries_the_words_of_its_place() -> None:
    text = read(make.document(body="开头一段。\n一、总则\n（一）目标\n1.做好示例，按时完成。"))
    assert 'id="s1-1-1" data-place="第一部分（一）第1点"' in text
    assert '<p class="clause" id="p1">' in text
