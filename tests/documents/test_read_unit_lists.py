"""A printed list of units becomes single names (import.md 4)."""

from __future__ import annotations

import pytest

from documents.reading.unit_lists import looks_like_unit, split_units
from tests.reading import lexicon


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市财政局、市审计局", ["市财政局", "市审计局"]),
        ("市财政局，市审计局；市税务局", ["市财政局", "市审计局", "市税务局"]),
        ("市财政局,市审计局;市税务局", ["市财政局", "市审计局", "市税务局"]),
        ("市财政局 市审计局", ["市财政局", "市审计局"]),
        ("市财政局和市审计局", ["市财政局", "市审计局"]),
        ("市财政局、市审计局及市税务局", ["市财政局", "市审计局", "市税务局"]),
        ("市财政局以及市审计局", ["市财政局", "市审计局"]),
        ("市财政局与市审计局", ["市财政局", "市审计局"]),
        ("市工业和信息化局、市财政局", ["市工业和信息化局", "市财政局"]),
        ("市财政局和市工业和信息化局", ["市财政局", "市工业和信息化局"]),
        ("市林业和草原局和市水务局", ["市林业和草原局", "市水务局"]),
        ("市住房和城乡建设局", ["市住房和城乡建设局"]),
        ("市人力资源和社会保障局", ["市人力资源和社会保障局"]),
        ("市新闻出版（版权）局、市财政局", ["市新闻出版（版权）局", "市财政局"]),
        ("市新闻出版(版权)局和市财政局", ["市新闻出版(版权)局", "市财政局"]),
        ("市 财 政 局、市审计局", ["市财政局", "市审计局"]),
        ("市财政局、市财政局", ["市财政局"]),
        ("市财政局等", ["市财政局"]),
        ("市财政局、市审计局等部门", ["市财政局", "市审计局"]),
        ("市统计局、市市场监管局等市级有关部门", ["市统计局", "市市场监管局", "市级有关部门"]),
        ("市财政局和各县、区人民政府", ["市财政局", "各县、区人民政府"]),
        ("", []),
    ],
)
def test_lists(printed: str, names: list[str]) -> None:
    assert list(split_units(printed, known=lexicon().is_known)) == names


@pytest.mark.parametrize(
    "counties",
    [
        "各县、区人民政府", "各县区人民政府", "各县（区）人民政府", "各县(区)人民政府", "各县、市、区人民政府", "各县（市、区）人民政府",
        "各县（市）区人民政府", "各县、自治县、区人民政府", "各县市区人民政府", "各乡镇、街道", "各乡（镇、街道）", "各州、市人民政府",
    ],
)  # fmt: skip
def test_all_counties_stay_one_name(counties: str) -> None:
    assert list(split_units(f"市财政局、{counties}、市审计局")) == ["市财政局", counties, "市审计局"]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("云县、凤庆县人民政府", ["云县人民政府", "凤庆县人民政府"]),
        ("临翔区、云县、凤庆县人民政府", ["临翔区人民政府", "云县人民政府", "凤庆县人民政府"]),
        ("云县和凤庆县人民政府", ["云县人民政府", "凤庆县人民政府"]),
        ("临沧高新区管委会和云县、凤庆县人民政府", ["临沧高新区管委会", "云县人民政府", "凤庆县人民政府"]),
        ("市财政局、云县人民政府", ["市财政局", "云县人民政府"]),
    ],
)
def test_counties_share_the_ending_that_stands_once(printed: str, names: list[str]) -> None:
    assert list(split_units(printed, known=lexicon().is_known)) == names


@pytest.mark.parametrize(
    "name",
    [
        "市财政局",
        "市委网信办",
        "各县、区人民政府",
        "市级各行业主管部门",
        "临沧供电局",
        "市推进协调机制各成员单位",
    ],
)
def test_names_of_units(name: str) -> None:
    assert looks_like_unit(name)


@pytest.mark.parametrize(
    "text",
    ["局", "加强组织领导", "2030年完成的单位", "要求各部门", "老人满意。", "不少于30名的单位", "含阅览室"],
)
def test_what_is_no_unit(text: str) -> None:
    assert not looks_like_unit(text)
