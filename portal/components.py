"""`/about/components/`: every component in its states, for whoever works on the pages. In development only.

It shows the partials that pages use, not copies of them: what looks wrong here looks wrong there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.pictures import grid
from foundation.pictures.picture import Figure, Picture, Table, TableRow
from gazette.models import Entry, Issue

LONG = "一个名称特别长的市人民政府公报暨政务信息汇编合刊"
PAGES = (1, 9, 13, 19, 34, 36)
SIZES = ("size-small", "size-body", "size-text", "size-h3", "size-h2", "size-h1", "size-mark")
TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"


class SampleForm(forms.Form):
    """A field of each sort; ``amount`` is always wrong when sent."""

    words = forms.CharField(label="文字", required=False, help_text="写几个字都行。")
    year = forms.ChoiceField(label="年份", required=False, choices=[("", "不限"), ("2024", "2024年")])
    amount = forms.IntegerField(label="金额", required=False, min_value=1)
    numbers_only = forms.BooleanField(label="只看有数字的", required=False)


def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404("只在开发时可看。")
    page = Paginator(range(240), 20).page(5)
    context = {
        "colours": colours(TOKENS.read_text(encoding="utf-8")),
        "sizes": SIZES,
        "covers": [(issue, _entries(issue)) for issue in _issues()],
        "form": SampleForm(),
        "wrong_form": SampleForm({"amount": "-1"}, auto_id="wrong_%s"),
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "active": [
            {"label": label, "value": value, "remove_url": "?"}
            for label, value in (("年份", "2024年"), ("文字", "写得特别长的一个条件" * 4))
        ],
        "columns": [("市政府文件", _contents()), (f"{LONG}栏目", _contents())],
        "counties": [("示例区", 6), ("示例县", 22)],
        "picture": _picture(),
    }
    return render(request, "portal/components.html", context)


def _picture() -> Picture:
    """Two rows of three months, with bars."""
    lines = [grid.Line(row, f"示例局之{row}", "#c-picture", "全年6件") for row in (1, 2)]
    heads = [grid.Head(month, f"{month}月") for month in (1, 2, 3)]
    spots = {
        (row, month): grid.Spot(month, f"示例局之{row}，{month}月，{month}件", "#c-picture")
        for row in (1, 2)
        for month in (1, 2, 3)
    }
    figures = tuple(Figure(str(month), "#c-picture") for month in (1, 2, 3))
    table = Table(
        ("单位", "1月", "2月", "3月"), tuple(TableRow(line.name, figures, line.url) for line in lines)
    )
    drawing = grid.draw(lines, heads, spots, grid.Layout(names=92, width=42, height=64, bars=True))
    return Picture("specimen", "逐月几件事", "一格一个月，数字是件数。", drawing, table)


def colours(sheet: str) -> list[str]:
    """The names of the colours of the day, in the order of the tokens."""
    day = sheet.split("/* 2. Type")[0]
    return re.findall(r"^  --([\w-]+): (?:#|rgb)", day, flags=re.MULTILINE)


def _issues() -> list[Issue]:
    """Never saved: a whole one, one without contents or total, one with a long name."""
    return [
        Issue(year=2024, number=9, total_number=161, frequency="月刊"),
        Issue(year=2024, number=1),
        Issue(year=2023, number=12, total_number=152, frequency="半月刊", title=LONG),
    ]


def _entries(issue: Issue) -> list[Any]:
    return [Entry(issue=issue, page=page) for page in PAGES] if issue.total_number else []


def _contents() -> list[Any]:
    return [
        Entry(title="示例市人民政府关于印发示例工作方案的通知", page=1),
        Entry(title="示例市人民政府办公室关于印发" + "一项名称很长的" * 6 + "工作方案的通知", page=128),
        Entry(title="没有页码的一篇"),
    ]
