"""二: where an institution may lie and how large it must be (N008 to N014, N020, N021, N024 to N026).

The figures bind new buildings. An institution already in use is managed all the same (N028): for it a figure below the
mark is a hint, not a breach.
"""

from decimal import Decimal

from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.facts import Facts
from eldercare.vocabulary import BuildingMode, EstateAge, InstitutionKind, Setting, Storey

LEAST_AREA = {Setting.URBAN: Decimal(300), Setting.RURAL: Decimal(200)}  # m², N020 and N021
LEAST_HEIGHT = Decimal("2.8")  # m, N008
PER_HUNDRED = {EstateAge.NEW: Decimal(20), EstateAge.OLD: Decimal(15)}  # m² per 100 households, N025 and N026
LEAST_IN_ONE_PLACE = Decimal(300)  # m², new estates, N025


def area_is_enough(facts: Facts) -> Answer:
    """N020 N021: 300 m² in town, 200 m² in the country."""
    rule = "N020" if facts.setting == Setting.URBAN else "N021"
    title = "建筑面积"
    if facts.building_area is None or not facts.setting:
        return Answer(rule, title, Verdict.UNKNOWN, "没有填写建筑面积或城乡。", field="building_area")
    least = LEAST_AREA[Setting(facts.setting)]
    said = f"{facts.building_area} 平方米，{Setting(facts.setting).label}设施应不低于 {least} 平方米"
    if facts.building_area >= least:
        return Answer(rule, title, Verdict.MET, f"{said}。")
    if facts.building_mode == BuildingMode.NEW:
        return Answer(rule, title, Verdict.BROKEN, f"{said}。", field="building_area")
    return Answer(
        rule,
        title,
        Verdict.WARNING,
        f"{said}；这一标准针对新建设施，已建成的仅作提示。",
        field="building_area",
    )


def height_is_enough(facts: Facts) -> Answer:
    """N008: storey height at least 2.8 m."""
    if facts.storey_height is None:
        return Answer("N008", "层高", Verdict.UNKNOWN, "没有填写层高。", field="storey_height")
    if facts.storey_height >= LEAST_HEIGHT:
        return Answer("N008", "层高", Verdict.MET, f"{facts.storey_height} 米，不低于 2.8 米。")
    return Answer(
        "N008", "层高", Verdict.BROKEN, f"{facts.storey_height} 米，低于 2.8 米。", field="storey_height"
    )


def lies_above_ground(facts: Facts) -> Answer:
    """N011: supplied facilities lie on low floors, not below ground or in a mezzanine. Binding for new estates."""
    rule, title = "N011", "楼层位置"
    below = facts.storey != Storey.NORMAL or (facts.lowest_floor is not None and facts.lowest_floor < 0)
    supplied_new = facts.building_mode == BuildingMode.SUPPLIED and facts.estate_age == EstateAge.NEW
    if below:
        where = Storey(facts.storey).label if facts.storey != Storey.NORMAL else "地下"
        verdict = Verdict.BROKEN if supplied_new else Verdict.WARNING
        return Answer(rule, title, verdict, f"设在{where}；不宜设在地下层、半地下室和夹层。", field="storey")
    if facts.lowest_floor is None:
        return Answer(rule, title, Verdict.UNKNOWN, "没有填写楼层。", field="lowest_floor")
    if supplied_new and facts.lowest_floor > 2:
        return Answer(
            rule,
            title,
            Verdict.WARNING,
            f"最低在 {facts.lowest_floor} 层；新建小区配建设施应在一、二层等低层。",
        )
    return Answer(rule, title, Verdict.MET, f"在地上 {facts.lowest_floor} 层起。")


def upper_floors_are_reached(facts: Facts) -> Answer:
    """N012: on the second floor and above there is a barrier-free lift or walkway."""
    rule, title = "N012", "二层及以上的无障碍电梯或走道"
    if facts.highest_floor is None:
        return Answer(rule, title, Verdict.UNKNOWN, "没有填写最高楼层。", field="highest_floor")
    if facts.highest_floor < 2:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "老年人用房都在一层。")
    if facts.has_lift_or_ramp is None:
        return Answer(rule, title, Verdict.UNKNOWN, "没有填写有无电梯或走道。", field="has_lift_or_ramp")
    if facts.has_lift_or_ramp:
        return Answer(rule, title, Verdict.MET, f"最高 {facts.highest_floor} 层，有无障碍电梯或走道。")
    return Answer(
        rule,
        title,
        Verdict.BROKEN,
        f"最高 {facts.highest_floor} 层，没有无障碍电梯或走道。",
        field="has_lift_or_ramp",
    )


def estate_supplies_enough(facts: Facts) -> Answer:
    """N025 N026: 20 m² per hundred households and 300 m² in one place in new estates, 15 m² in old ones."""
    rule = "N026" if facts.estate_age == EstateAge.OLD else "N025"
    title = "小区配建面积"
    if facts.building_mode != BuildingMode.SUPPLIED:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "不是小区配建。")
    if not facts.estate_age or facts.estate_households is None or facts.building_area is None:
        return Answer(
            rule, title, Verdict.UNKNOWN, "没有填全小区类型、户数和建筑面积。", field="estate_households"
        )
    age = EstateAge(facts.estate_age)
    least = PER_HUNDRED[age] * facts.estate_households / 100
    if age == EstateAge.NEW:
        least = max(least, LEAST_IN_ONE_PLACE)
    said = f"{age.label} {facts.estate_households} 户，应不少于 {least.normalize():f} 平方米，实有 {facts.building_area} 平方米"
    verdict = Verdict.MET if facts.building_area >= least else Verdict.BROKEN
    return Answer(rule, title, verdict, f"{said}。", field="" if verdict == Verdict.MET else "building_area")


ENDINGS = {
    InstitutionKind.DAY_CARE: ("老年人日间照料中心",),
    InstitutionKind.HOME_CARE: ("居家养老服务中心",),
    InstitutionKind.MUTUAL_AID: ("农村互助养老服务站", "互助养老服务站"),
}


def name_fits_pattern(facts: Facts) -> Answer:
    """N024: xx县（区）xx街道（乡镇）xx社区（村）xx老年人日间照料中心（居家养老服务中心）. The notice asks it of the sign board."""
    rule, title = "N024", "名称格式"
    parts = (facts.county, facts.county_short, facts.township, facts.community)
    if not all(parts):
        return Answer(rule, title, Verdict.UNKNOWN, "没有填写乡镇（街道）或社区（村）。", field="name")
    wanted = ENDINGS.get(InstitutionKind(facts.kind), ()) if facts.kind else ()
    endings = wanted or (*ENDINGS[InstitutionKind.DAY_CARE], *ENDINGS[InstitutionKind.HOME_CARE])
    pattern = f"{facts.county}{facts.township}{facts.community}…{endings[0]}"
    rest = _after(facts.name, (facts.county, facts.county_short))
    rest = _after(rest, (facts.township,)) if rest is not None else None
    rest = _after(rest, (facts.community, facts.community.removesuffix("委会"))) if rest is not None else None
    if rest is not None and rest.endswith(endings):
        return Answer(rule, title, Verdict.MET, "符合标识牌的名称格式。")
    return Answer(
        rule,
        title,
        Verdict.WARNING,
        f"标识牌名称应写作“{pattern}”；登记名称不同的，照登记证书。",
        field="name",
    )


def _after(text: str, starts: tuple[str, ...]) -> str | None:
    """What follows the longest of these beginnings; None when the text begins with none."""
    for start in sorted(starts, key=len, reverse=True):
        if text.startswith(start):
            return text[len(start) :]
    return None


RULES = (
    area_is_enough,
    height_is_enough,
    lies_above_ground,
    upper_floors_are_reached,
    estate_supplies_enough,
    name_fits_pattern,
)
