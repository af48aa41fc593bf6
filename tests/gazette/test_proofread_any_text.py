"""What holds for any text: no rule breaks, and ten times the text takes about ten times as long."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.files.printed import UnreadableSource
from gazette.proofreading.rules import proofread_reading
from gazette.reading.either import read_either
from tests.proofread import BODY, FRONT, KNOWN, UNITS, notice


@settings(max_examples=150)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from(
                "一二三（）()《》“”〔〕、，。；：！…—-～%0123456789年月日号附件\t\n 的的市财政局和等"
            ),
            st.characters(codec="utf-8"),
        ),
        max_size=300,
    )
)
def test_no_text_whatever_breaks_a_rule(text: str) -> None:
    for whole in (text, BODY.partition("大事记")[0] + text, FRONT + text + BODY + text):
        try:
            answer = read_either(whole.encode(), name="any.txt", lexicon=UNITS).answer
        except UnreadableSource:
            continue
        for finding in proofread_reading(answer, known=KNOWN):
            json.dumps(finding.as_json())


def _seconds(body: str) -> float:
    answer = notice(body)
    best = 9.0
    for _ in range(3):
        started = time.process_time()  # others may use the machine
        proofread_reading(answer, known=KNOWN)
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize(
    "piece",
    [
        "各单位要把校样从头到尾读一遍,读完以后签名。（市财政局、市公安局负责）\n",
        "（《“〔",
        "1—5，3-4人、和校样校样的的",
        "市工业和信心化局 ",
        "\t12\n合计\t13\n",
        "双江族族",
        "……… ",
        "1，111，",
        "（按职责按职责负责",
        "《《临沧银保监分局",
        "超过1超过1不低于",
    ],
)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    short, long = _seconds(piece * 100), _seconds(piece * 1000)
    assert long < 25 * short + 0.05
