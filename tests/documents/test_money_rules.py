"""Which sums are added: of each task the largest, of each branch the upper, of rates and parts none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.measures import base_of
from documents.money_rules import Sum, Verdict, added, in_words, judge
from documents.short_titles import matter_of


def named(printed: str = "100万元", yuan: int | None = 1_000_000, **fields: object) -> Sum:
    values: dict[str, object] = {"key": 1, "task": 1, "document": 1, "path": "一", "text": f"安排{printed}。"}
    return Sum(printed=printed, yuan=None if yuan is None else Decimal(yuan), **values | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("安排专项资金100万元。", Verdict.ADDED),
        ("争取不少于100万元的补助。", Verdict.ADDED),
        ("到位资金200万元，其中市级100万元。", Verdict.PART),
        ("其中有一笔。另外安排100万元。", Verdict.ADDED),
        ("每户补助100万元。", Verdict.RATE),
        ("产值100万元（含）以上的企业。", Verdict.RATE),
        ("最高不超过100万元。", Verdict.RATE),
        ("补助标准为100万元/个。", Verdict.RATE),
        ("每年开会，安排100万元。", Verdict.ADDED),
        ("这里没有写这个数。", Verdict.ADDED),
    ],
)
def test_the_words_round_a_sum_decide(text: str, verdict: Verdict) -> None:
    assert judge([named(text=text)])[1] is verdict


def test_of_one_task_only_the_largest_is_added_and_other_money_never() -> None:
    sums = [
        named("100万元", key=1),
        named("300万元", 3_000_000, key=2),
        named("9亿美元", None, key=3),
        named("300万元", 3_000_000, key=4, task=2),
    ]
    assert judge(sums) == {1: Verdict.SMALLER, 2: Verdict.ADDED, 3: Verdict.FOREIGN, 4: Verdict.ADDED}


def test_what_stands_below_an_added_sum_is_not_added_again() -> None:
    sums = [
        named(key=1, task=1, path="一"),
        named(key=2, task=2, path="一/（二）/3"),
        named(key=3, task=3, path="十一"),
        named(key=4, task=4, path="一/（二）", document=2),
    ]
    assert [verdict for _, verdict in sorted(judge(sums).items())] == [
        Verdict.ADDED,
        Verdict.UNDER,
        Verdict.ADDED,
        Verdict.ADDED,
    ]


SUMS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from(["一", "一/（一）", "一/（一）/2", "二", ""]),
        st.sampled_from(["安排{}。", "其中{}。", "每户{}。"]),
        st.none() | st.integers(1, 10**12),
    ),
    max_size=20,
)


@given(SUMS)
def test_every_sum_has_one_verdict_and_nothing_is_added_twice(
    rows: list[tuple[int, int, str, str, int | None]],
) -> None:
    sums = [
        named(
            "5万元",
            yuan,
            key=key,
            task=task * 10 + document,
            document=document,
            path=path,
            text=text.format("5万元"),
        )
        for key, (task, document, path, text, yuan) in enumerate(rows)
    ]
    verdicts = judge(sums)
    assert set(verdicts) == {each.key for each in sums}
    kept = [each for each in sums if verdicts[each.key] is Verdict.ADDED]
    assert len({each.task for each in kept}) == len(kept)
    parts = [added([each for each in sums if each.document == document], verdicts) for document in (1, 2)]
    assert sum(parts) == added(sums, verdicts) == sum((each.yuan or 0) for each in kept)
    assert added(sums, verdicts) <= sum(each.yuan or 0 for each in sums)


@pytest.mark.parametrize(
    ("yuan", "exact", "rounded"),
    [
        ("120000000", "1.2亿元", "1.2亿元"),
        ("123456789", "1.23456789亿元", "约1.23亿元"),
        ("5000000", "500万元", "500万元"),
        ("99999999", "9,999.9999万元", "约10,000万元"),
        ("300", "300元", "300元"),
        ("0", "0元", "0元"),
        ("0.5", "0.5元", "0.5元"),
        ("10000000000", "100亿元", "100亿元"),
    ],
)
def test_sums_are_told_exactly_or_called_rounded(yuan: str, exact: str, rounded: str) -> None:
    assert in_words(Decimal(yuan)) == exact
    assert in_words(Decimal(yuan), places=2) == rounded


@pytest.mark.parametrize(
    ("measure", "times", "base"),
    [
        ("万人次", 10_000, "人次"),
        ("％", 1, "%"),
        ("千瓦", 1, "千瓦"),
        ("万千瓦", 10_000, "千瓦"),
        ("万吨", 10_000, "吨"),
        ("个百分点", 1, "个百分点"),
        ("千米", 1, "公里"),
        ("百", 1, "百"),
    ],
)
def test_measures_come_to_one(measure: str, times: int, base: str) -> None:
    assert base_of(measure) == (times, base)


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("示例市人民政府办公室关于印发示例城市创建方案的通知", "示例城市创建方案"),
        ("示例市人民政府关于2011年度示例情况的通报", "2011年度示例情况"),
        ("《关于示例运营管理工作的通知》政策解读", "《关于示例运营管理工作的通知》政策解读"),
        ("政府工作报告", "政府工作报告"),
        ("关于某的通知", "关于某的通知"),
    ],
)
def test_a_title_is_shortened_to_its_matter(title: str, matter: str) -> None:
    assert matter_of(title) == matter
