"""The printed content as plain data, and the difference of two states told in Chinese."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.content_difference import compare_contents
from documents.models import Correction, Document
from documents.models.printed import PrintedColumns
from documents.snapshot import COLUMNS, AttachmentContent, Content, snapshot
from tests import make

TEXT = st.text(max_size=20)
DATE = st.none() | st.dates()
CONTENT = st.builds(
    Content,
    addressees=st.lists(TEXT, max_size=3).map(tuple),
    organs=st.lists(TEXT, max_size=3).map(tuple),
    attachments=st.lists(st.builds(AttachmentContent, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    year=st.none() | st.integers(1949, 2100),
    serial=st.none() | st.integers(0, 10**6),
    written_on=DATE,
    effective_from=DATE,
    effective_until=DATE,
)
PLAIN = Content(
    **{name: "" for name in COLUMNS if name not in ("year", "serial")} | dict.fromkeys(["year", "serial"])
    | {"organs": (), "addressees": (), "attachments": ()}
    | dict.fromkeys(["written_on", "effective_from", "effective_until"])
)  # fmt: skip


@settings(max_examples=30)
@given(CONTENT)
def test_it_comes_back_from_json_as_it_was(content: Content) -> None:
    back = Content.from_json(json.loads(json.dumps(content.as_json())))
    assert back == content
    assert back.digest == content.digest


@settings(max_examples=30)
@given(CONTENT, CONTENT)
def test_the_digest_tells_contents_apart(one: Content, other: Content) -> None:
    assert (one.digest == other.digest) == (one == other)


def test_every_printed_column_is_in_it() -> None:
    """A column that is added to what is printed has to be kept, compared and corrected too."""
    printed = {field.name for field in PrintedColumns._meta.get_fields()} | {"kind"}
    assert set(COLUMNS) == printed
    assert {field.name for field in fields(Content)} == printed | {"organs", "attachments"}
    for model in (Document, Correction):
        assert printed <= {field.name for field in model._meta.get_fields()}


@pytest.mark.django_db
def test_it_is_taken_in_printed_order_with_canonical_line_ends() -> None:
    document = make.document(
        "示例通知", organs=[make.unit("示例甲局"), make.unit("示例乙局")], body="一、总则\r\n第一段。\r末段。"
    )
    make.attachment(document, title="后一个", position=2)
    make.attachment(document, title="前一个", text="甲\t1\r\n乙\t2", position=1)
    content = snapshot(document)
    assert content.kind == "通知"
    assert content.organs == ("示例甲局", "示例乙局")
    assert content.body == "一、总则\n第一段。\n末段。"
    assert [part.title for part in content.attachments] == ["前一个", "后一个"]
    assert content.attachments[0].text == "甲\t1\n乙\t2"


def test_elements_are_told_in_chinese() -> None:
    before = replace(
        PLAIN, title="示例通知", organs=("示例甲局",), written_on=date(2024, 4, 1), text_status="outline"
    )
    after = replace(
        before,
        organs=("示例甲局", "示例乙局"),
        written_on=date(2024, 4, 2),
        note="此件公开发布",
        text_status="full",
    )
    told = [
        (change.label, change.before, change.after) for change in compare_contents(before, after).elements
    ]
    assert told == [
        ("发文机关", "示例甲局", "示例甲局、示例乙局"),
        ("成文日期", "2024年4月1日", "2024年4月2日"),
        ("附注", "", "此件公开发布"),
        ("文本状态", "仅提要", "全文"),
    ]


def test_long_unchanged_stretches_are_folded_around_what_changed() -> None:
    lines = [f"第{number}段，内容各不相同{number * 7}。" for number in range(20)]
    before = replace(
        PLAIN, body="\n".join(lines), attachments=(AttachmentContent("附件1", "示例表", "甲\t1\n乙\t2"),)
    )
    after = replace(before, body=before.body.replace("第9段", "第九段"))
    found = compare_contents(before, after)
    assert found.summary == "正文和附件修改 1 段"
    assert [(stretch.folded, len(stretch.changes)) for stretch in found.stretches] == [
        ("未改动", 8),
        ("", 3),
        ("未改动", 12),
    ]
    assert not compare_contents(before, before)
