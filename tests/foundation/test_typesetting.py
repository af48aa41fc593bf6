"""From data to a paper: fit for the archive, the same everywhere, and data never becomes source."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation import typesetting
from foundation.typesetting import TooMuchText, TypesettingFailed, missing_characters, typeset
from tests import printed

PROJECT = Path(__file__).resolve().parents[2]
LINE = str(PROJECT / "tests" / "files" / "line.typ")
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def line(text: str) -> bytes:
    return typeset(LINE, {"text": text}, at=AT)


def test_a_paper_is_fit_for_the_archive_and_for_screen_readers() -> None:
    archive = printed.archive(line("临沧市"))
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in archive.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in archive.metadata
    assert "示例</rdf:li>" in archive.metadata
    assert "<xmp:CreateDate>2026-03-02T01:00:00+00:00" in archive.metadata
    assert archive.language == "zh-CN"
    assert archive.marked
    assert archive.shows_title
    assert archive.has_output_intent
    assert archive.tags == ["Document", "P"]


def test_the_same_data_at_the_same_time_give_the_same_bytes() -> None:
    assert line("临沧市") == line("临沧市")
    assert line("临沧市") != line("临翔区")
    assert line("临沧市") != typeset(LINE, {"text": "临沧市"}, at=AT.replace(second=1))


def test_another_process_on_another_clock_gives_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import django; django.setup()\n"
        "from hashlib import sha256\n"
        "from tests.foundation.test_typesetting import line\n"
        "print(sha256(line('临沧市')).hexdigest())"
    )
    elsewhere = {
        **os.environ,
        "TZ": "America/New_York",
        "HOME": str(tmp_path),
        "LANG": "C",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(line("临沧市")).hexdigest()


def test_many_at_once_do_not_disturb_each_other() -> None:
    texts = [f"示例{number}" for number in range(8)] * 4
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(line, texts))
    assert made == [line(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "line.typ": *',
        "#panic()",
        "$x^2$ *粗* _斜_ `代码` <标签> @引用 ~ ---",
        "= 标题",
        "- 项 / 术语: 说明 // 注释 /* 注释 */",
        '\\u{41} \\ " } ] ) "',
        "{{ settings.SECRET_KEY }} {% debug %}",
    ],
)
def test_data_are_printed_and_never_read(text: str) -> None:
    assert printed.words(line(text)) == "".join(text.split())


def test_a_source_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("秘密", "utf-8")
    folder = tmp_path / "papers"
    folder.mkdir()
    for path in ("/etc/passwd", "../secret.txt", str(tmp_path / "secret.txt")):
        (folder / "paper.typ").write_text(f'#set document(title: "示例")\n#read("{path}")', "utf-8")
        with pytest.raises(TypesettingFailed):
            typeset(str(folder / "paper.typ"), {}, at=AT)


def test_a_broken_source_is_a_refusal_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "paper.typ").write_text("#nothing", "utf-8")
    with pytest.raises(TypesettingFailed, match=r"文书没有排成（.*nothing.*），请告诉运维人员"):
        typeset(str(tmp_path / "paper.typ"), {}, at=AT)


def test_a_warning_of_the_typesetter_reaches_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "paper.typ").write_text(
        '#set document(title: "示例")\n#set text(font: "No Such Font")\n', "utf-8"
    )
    typeset(str(tmp_path / "paper.typ"), {}, at=AT)
    assert "unknown font family: no such font" in caplog.text


def test_a_naive_time_is_an_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        typeset(LINE, {"text": ""}, at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_ten_thousand_characters_are_all_there() -> None:
    pdf = line("汉" * 10_000)
    assert printed.words(pdf) == "汉" * 10_000
    assert len(printed.pages(pdf)) > 1


def test_more_than_any_paper_holds_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(TooMuchText, match="超过 2 万字"):
        line("汉" * (typesetting.MOST_CHARACTERS + 1))
    with pytest.raises(TooMuchText):
        typeset(LINE, {"text": "", "rows": [{"measure": "汉" * 1000}] * 21}, at=AT)


def test_control_and_direction_characters_are_left_out() -> None:
    assert printed.words(line("张\x00\x07\x1b三\u202e李\u200b四\ufeff\u2066")) == "张三李四"


def test_blanks_and_line_breaks_keep_their_sense() -> None:
    assert printed.pages(line("  一\r\n\r\n二\u2028三\x85四\t五\u00a0六\n"))[0].split() == [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
    ]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("临沧市（示例）《》“”—…·〔2026〕㎡ Aa1", ""),
        ("𠀀𠮷王", "𠀀"),
        ("👨\u200d👩\u200d👧 👍🏽", "👨👩👧👍🏽"),
        ("\ue863\U000f0000", "\ue863\U000f0000"),
        ("\uffff\u0378", "\uffff\u0378"),
        ("שלום 1", "שלום"),
        ("กข", "กข"),
    ],
)
def test_characters_that_cannot_be_printed_are_named(text: str, missing: str) -> None:
    assert set(missing_characters(text)) == set(missing)
    assert set(missing_characters({"rows": [{"text": text}, 1, None]})) == set(missing)


def test_a_character_that_cannot_be_printed_leaves_room_to_write_it() -> None:
    assert printed.words(line("𠀀𠮷王\ue863")) == "□𠮷王□"


def test_half_a_character_leaves_room_too() -> None:
    assert printed.words(line("张\ud800三")) == "张□三"


def test_every_character_that_names_are_registered_with_by_keyboard_can_be_printed() -> None:
    """GBK, which the input methods of offices know, and extension A beside it."""
    cells = (bytes((row, cell)) for row in range(0x81, 0xFF) for cell in range(0x40, 0xFF) if cell != 0x7F)
    gbk = {
        character for cell in cells if "\u4e00" <= (character := cell.decode("gbk", "replace")[0]) <= "\u9fff"
    }
    assert len(gbk) == 20_902
    assert missing_characters("".join(gbk)) == ""
    assert missing_characters("".join(map(chr, range(0x3400, 0x4DB6)))) == ""


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300))
def test_any_text_makes_a_paper(text: str) -> None:
    assert line(text).startswith(b"%PDF-")


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(min_codepoint=0x590, max_codepoint=0x8FF), max_size=2000))
def test_no_script_breaks_the_typesetter_down(text: str) -> None:
    assert line(text).startswith(b"%PDF-")


def test_pages_of_the_web_load_no_font_of_the_papers() -> None:
    sheets = [*(PROJECT / "static").rglob("*.css"), *(PROJECT / "templates").rglob("*.html")]
    assert sheets
    assert [sheet for sheet in sheets if "fonts/" in sheet.read_text("utf-8")] == []
