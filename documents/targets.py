"""数字目标: what the tasks of public documents name in numbers: money with its sums, and every other target."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.urls import reverse

from documents.measures import base_of
from documents.models import Amount, AmountKind, Document, Task
from documents.models.task import MONEY_MEASURES
from documents.money_rules import Sum, Verdict, added, in_words, judge
from documents.short_titles import matter_of
from documents.unit_load import first_headings, theme_name, theme_of
from foundation.pictures import bars
from foundation.pictures.picture import Figure, Picture, Table, TableRow

PUBLIC = AnonymousUser()
TOP_THEMES = 12
MONEY = "金额"
NOT_ALL = "每件事只加最大的一笔，不同公文之间不相加；怎样加的，见“看数字”。"
WHAT_IS_ADDED = (
    "每件事只加最大的一笔；“其中”的部分、每户每人的标准、“以上”“最高”一类的门槛和外币不加，上一层事项写了钱数的，下一层不再加。"
    "不同公文之间不相加。钱数里有资金，也有产值、投资额，是程序按规则挑出来的，以原文为准。"
)


@dataclass(frozen=True)
class Target:
    """A number in the list, with what became of it in the sum where it is money."""

    amount: Amount
    verdict: str


@dataclass(frozen=True)
class MoneyNamed:
    """Every sum of money with its verdict."""

    sums: tuple[Sum, ...]
    verdicts: Mapping[int, Verdict]


def public_amounts(document: Document | None, year: int | None) -> QuerySet[Amount]:
    """Numbers that tasks of public documents name: of one document, of those of a year, or of all."""
    documents = Document.objects.visible_to(PUBLIC)
    if document:
        documents = documents.filter(pk=document.pk)
    elif year:
        documents = documents.of_year(year)
    return Amount.objects.filter(task__document__in=documents.values("pk"))


def years_with_amounts() -> list[int]:
    """The years whose public documents name numbers, newest first."""
    named = Document.objects.filter(tasks__amounts__isnull=False).values("pk")
    return Document.objects.visible_to(PUBLIC).filter(pk__in=named).years()


def at_place(amounts: QuerySet[Amount], path: str) -> QuerySet[Amount]:
    return amounts.filter(task__in=Task.objects.under(path)) if path else amounts


def measures(amounts: QuerySet[Amount]) -> list[tuple[str, int]]:
    """Each measure with the count of its numbers, money first, then the most frequent, in one query."""
    counts: Counter[str] = Counter()
    for kind, measure, count in amounts.order_by().values_list("kind", "measure").annotate(count=Count("pk")):
        counts[MONEY if kind == AmountKind.MONEY else base_of(measure)[1]] += count
    return sorted(counts.items(), key=lambda found: (found[0] != MONEY, -found[1], found[0]))


def largest_first(amounts: QuerySet[Amount], measure: str) -> list[int]:
    """The keys of all numbers of a measure, the largest first whatever they are printed in, in one query."""
    found = [
        (value, pk)
        for pk, kind, number, printed_in in amounts.values_list("pk", "kind", "number", "measure")
        if (value := _value(kind, number, printed_in, measure)) is not None
    ]
    return [pk for _, pk in sorted(found, key=lambda pair: (-pair[0], pair[1]))]


def _value(kind: str, number: Decimal, printed_in: str, measure: str) -> Decimal | None:
    """The number in its base measure; None where it is of another kind."""
    if measure == MONEY:
        return number * MONEY_MEASURES.get(printed_in, 1) if kind == AmountKind.MONEY else None
    times, base = base_of(printed_in)
    return number * times if kind != AmountKind.MONEY and base == measure else None


def shown(keys: Sequence[int], verdicts: Mapping[int, Verdict]) -> list[Target]:
    """The numbers with their tasks and documents, in the order of the keys, in one query."""
    amounts = (
        Amount.objects.select_related("task__document")
        .defer("task__text", "task__document__body")
        .in_bulk(keys)
    )
    return [Target(amounts[key], verdicts[key].value if key in verdicts else "") for key in keys]


def money_named(amounts: QuerySet[Amount]) -> MoneyNamed:
    """All sums of money among the numbers, judged, in one query."""
    rows = amounts.filter(kind=AmountKind.MONEY).order_by("task", "position", "pk")
    sums = tuple(
        Sum(pk, task, of, path, printed, text, _yuan(number, measure))
        for pk, task, of, path, printed, text, number, measure in rows.values_list(
            "pk", "task", "task__document", "task__path", "printed", "task__text", "number", "measure"
        )
    )
    return MoneyNamed(sums, judge(sums))


def _yuan(number: Decimal, measure: str) -> Decimal | None:
    return number * MONEY_MEASURES[measure] if measure in MONEY_MEASURES else None


def money_by_document(money: MoneyNamed) -> Picture | None:
    """One bar a document, the largest sum first, in one query."""
    groups = _grouped(money, lambda each: each.document)
    documents = Document.objects.only("title").in_bulk([key for key in groups if isinstance(key, int)])
    themes = sorted(
        (
            (matter_of(documents[key].title), f"document={key}", sums)
            for key, sums in groups.items()
            if key in documents
        ),
        key=lambda theme: (-added(theme[2], money.verdicts), theme[1]),
    )
    text = f"一条一份公文，长短是它写明的钱数。点一条，按公文里的标题分开看。{NOT_ALL}"
    if len(themes) > TOP_THEMES:
        text += f"图上是最多的 {TOP_THEMES} 份，全部在“看数字”里。"
    return _picture("各份公文写明的钱数", text, "公文", themes, money)


def money_by_heading(document: Document, money: MoneyNamed) -> Picture | None:
    """One bar a heading of the first level of the document, in the order of the text."""
    names = first_headings(document.blocks())
    groups = _grouped(money, lambda each: theme_of(each.path))
    themes = [
        (theme_name(str(key), names), f"document={document.pk}&path={quote(str(key))}" if key else "", sums)
        for key, sums in groups.items()
    ]
    text = f"一条一个标题，次序同公文，长短是写明的钱数。点一条，只看那个标题下的数字。{NOT_ALL}"
    return _picture("这份公文各个标题下写明的钱数", text, "标题", themes, money)


def _grouped(money: MoneyNamed, key: Callable[[Sum], object]) -> dict[object, list[Sum]]:
    groups: dict[object, list[Sum]] = defaultdict(list)
    for each in money.sums:
        groups[key(each)].append(each)
    return groups


def _picture(
    title: str, text: str, first: str, themes: Sequence[tuple[str, str, list[Sum]]], money: MoneyNamed
) -> Picture | None:
    if not themes:
        return None
    rows = [_row(*theme, money.verdicts) for theme in themes[:TOP_THEMES]]
    table = Table(
        (first, "写明的钱数", "加了几笔", "没有加的"),
        tuple(TableRow(name, _figures(sums, money.verdicts), _url(query)) for name, query, sums in themes),
    )
    return Picture("money", title, text, bars.draw(rows), table, remark=WHAT_IS_ADDED)


def _row(name: str, query: str, sums: Iterable[Sum], verdicts: Mapping[int, Verdict]) -> bars.BarRow:
    yuan = added(sums, verdicts)
    total = in_words(yuan, places=2)
    return bars.BarRow(name, (bars.Part("sum", yuan, ""),), total, f"{name}：{total}", _url(query))


def _figures(sums: Sequence[Sum], verdicts: Mapping[int, Verdict]) -> tuple[Figure, ...]:
    count = sum(verdicts[each.key] is Verdict.ADDED for each in sums)
    return (
        Figure(in_words(added(sums, verdicts))),
        Figure(str(count)),
        Figure(str(len(sums) - count)),
    )


def _url(query: str) -> str:
    return f"{reverse('documents:target_list')}?{query}" if query else ""
