"""Text that decodes but is hostile: it is imported or refused in one sentence, never a traceback."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from documents.models import Amount, Assignment, ChecklistItem, Document, Problem, Relation, Task
from foundation.models import UnitProposal
from gazette.models import Event, Issue
from tests.gazette.conftest import SAMPLE, Said
from tests.gazette.test_import_check import ANSWER, balance, faults
from tests.gazette.test_import_refusals import is_one_sentence

pytestmark = pytest.mark.django_db
Run = Callable[..., Said]
Variant = Callable[..., Path]
LONG = "极长" * 250
# Changes to the sample, and whether the issue can still be saved.
HOSTILE = {
    "month 13": ({"2012年3月出版": "2012年13月出版"}, True),
    "month 0": ({"2012年3月出版": "2012年0月出版"}, True),
    "year 0000 of the month": ({"2012年3月出版": "0000年3月出版"}, True),
    "number 0": ({"2012年第3期": "2012年第0期"}, False),
    "year 1012": ({"2012年第3期": "1012年第3期"}, False),
    "year 0000": ({"2012年第3期": "0000年第3期"}, False),
    "number 999": ({"2012年第3期": "2012年第999期"}, True),
    "total number 99999": ({"总第11期": "总第99999期"}, True),
    "total number too long": ({"总第11期": "总第99999999999999期"}, True),
    "unit of 500 characters": ({"示例市财政局；责任": f"{LONG}局；责任"}, True),
    "list of 500 units": (
        {"示例市财政局；责任": "、".join(f"示例第{n}局" for n in range(500)) + "；责任"},
        True,
    ),
    "amount without end": ({"三年统筹安排1.2亿元": f"三年统筹安排{'9' * 400}亿元"}, True),
    "checklist number twice": ({"（2）路长变动": "（1）路长变动"}, True),
    "checklist number enormous": ({"（2）路长变动": "（99999）路长变动"}, True),
    "empty title cited": ({"《示例市人民政府关于古茶树保护的若干规定》（示政发〔2007〕15号）": "《》"}, True),
    "title of 900 characters cited": ({"关于古茶树保护的若干规定": f"关于{LONG}的若干规定"}, True),
    "empty title interpreted": (
        {"《关于规范示例市老年幸福食堂运营管理工作的通知》政策解读": "《》政策解读"},
        True,
    ),
    "serial 99999": ({"示政办发〔2012〕9号": "示政办发〔2012〕99999号"}, True),
    "serial too long": ({"示政办发〔2012〕9号": "示政办发〔2012〕99999999号"}, True),
    "one number twice": (
        {"示政办发〔2012〕9号": "示政办发〔2012〕8号", "示政办发〔2012〕7号": "示政办发〔2012〕8号"},
        True,
    ),
    "a range that runs back": ({"2月27日至3月2日": "2月27日至2月20日"}, True),
    "a range of one day": ({"2月27日至3月2日": "2月27日至2月27日"}, True),
    "a day that is none": ({"2月29日": "2月30日"}, True),
    "names of 300 characters": ({"祝望川": "祝" * 300}, True),
    "invisible characters": ({"示例市": "示\u200b例\u2060市\ufeff"}, True),
    "separators": ({"。": "。\x0b\x85\u2028\u2029"}, True),
    "beyond the plane": ({"食堂": "食堂😀𠮷\U0010fffd"}, True),
    "no characters": ({"食堂": "食\ufffe\uffff\ufdd0堂"}, True),
    "right to left": ({"食堂": "\u202e食堂\u202d"}, True),
    "delete": ({"食堂": "食\x7f\x80\x9f堂"}, True),
    "escapes of SQL": ({"食堂": "食堂'; DROP TABLE gazette_issue; --%s{0}\\u0000"}, True),
    "tags": ({"食堂": "<script>alert(1)</script>食堂"}, True),
    "tabs everywhere": ({"，": "\t"}, True),
}


@pytest.mark.parametrize(("changes", "savable"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_imported_or_refused(
    run: Run, variant: Variant, changes: dict[str, str], savable: bool
) -> None:
    text = SAMPLE.read_text("utf-8")
    path = variant(**{old: new for old, new in changes.items() if old in text})
    code, out, said = run("import_issue", path, "--check")
    assert (code, said) == (0, "")
    answer = json.loads(out)
    assert faults(answer, ANSWER) == []
    assert balance(answer)[0] == balance(answer)[1]
    code, out, said = run("import_issue", path)
    assert (code, said if savable else "") == (0 if savable else 2, "")
    assert savable or is_one_sentence(said)
    assert Issue.objects.count() == int(savable)
    if savable:
        assert Document.objects.count() == len(answer["documents"])
        assert Task.objects.count() == sum(len(document["tasks"]) for document in answer["documents"])
        assert Problem.objects.count() == len(answer["problems"])
        _nothing_waits_for_commit_to_fail()


def _nothing_waits_for_commit_to_fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_was_hostile_is_saved_as_printed(run: Run, variant: Variant) -> None:
    path = variant(食堂="<b onclick='x'>食</b>'; DROP TABLE gazette_issue; --%s堂", 饭="😀饭")
    assert run("import_issue", path)[0] == 0
    assert Document.objects.filter(body__contains="'; DROP TABLE gazette_issue; --%s堂").exists()
    assert Document.objects.filter(body__contains="😀饭").exists()


def mangled(seed: int) -> str:
    """The sample with lines lost, doubled, exchanged, cut, glued, and numbers gone astray."""
    chance = random.Random(seed)
    lines = SAMPLE.read_text("utf-8").split("\n")
    odd = [
        "附件：",
        "一、",
        "（一）",
        "责任单位：",
        "《》政策解读",
        "8月32日",
        "\t\t\t",
        "（此件公开发布）",
        "示政发〔2012〕1号",
    ]
    for _ in range(chance.choice([3, 30, 200])):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randrange(len(line) + 1)
        lines[at] = chance.choice(
            [
                "",
                line * 20,
                lines[other],
                line[:cut],
                line + lines[other],
                line.replace("。", ""),
                line[:cut] + chance.choice(odd) + line[cut:],
                re.sub(r"\d+", lambda _: chance.choice(["0", "13", "99999", "3" * 25]), line),
            ]
        )
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_mangled_text_never_raises(run: Run, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "mangled.txt"
    path.write_text(mangled(seed), "utf-8")
    for command in ("import_issue", "import_document"):
        code, _, said = run(command, path)
        assert code in (0, 2)
        assert (said == "") if code == 0 else is_one_sentence(said), said
        assert "数据库" not in said, "the reader or the door should have seen it first"


def test_what_the_database_held_is_whole(run: Run, variant: Variant) -> None:
    """After a hostile import no part hangs in the air."""
    path = variant(**{"示例市财政局；责任": f"{LONG}局；责任", "（2）路长变动": "（1）路长变动"})
    assert run("import_issue", path)[0] == 0
    assert not Assignment.objects.filter(task=None, item=None).exists()
    assert not Relation.objects.filter(title="", document_number="").exists()
    assert ChecklistItem.objects.exclude(number=None).count() == (
        ChecklistItem.objects.exclude(number=None).values("document", "number").distinct().count()
    )
    assert all(len(name) <= 120 for name in UnitProposal.objects.values_list("printed", flat=True))
    assert Amount.objects.exists()
    assert Event.objects.exists()


def test_a_number_printed_twice_is_told_and_both_texts_are_saved(run: Run, variant: Variant) -> None:
    path = variant(**{"示政办发〔2012〕9号": "示政办发〔2012〕8号"})
    answer = json.loads(run("import_issue", path, "--check")[1])
    assert "示政办发〔2012〕8号" in [p["printed"] for p in answer["problems"] if p["kind"] == "number_twice"]
    assert run("import_issue", path)[0] == 0
    assert Document.objects.filter(document_number="示政办发〔2012〕8号").count() == 2
