"""People whom a chronicle names: who stands at the head of a clause before its verb. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计"
    "伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴利师巩聂关荆查肖普岩罕者刀俸胞游覃竺权逯盖益桓公岳帅缑亢况后有琴"
    "佘佟麦冷亓楼敖闫揭占由苑仝戢勾练郄库字招茹线者波赛俄布"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "令狐",
    "宇文",
    "长孙",
    "慕容",
    "夏侯",
)
_VERB = (
    "在|到|出席|参加|主持|召开|陪同|调研|列席|走访|观摩|带队|检查|赴|会见|看望|慰问|指导|督导|接待|率|深入|前往|作|听取|研究|"
    "随同|一同|拜会|视察|宣布|致辞|讲话|分别|先后|参与|组织|接受|签署|为|向|督查|督促|暗访|巡查|开展|宣读|代表|应邀|见证|访问|"
    "考察|座谈|约谈|会谈|接访|下访|主讲|授课|开会|召集|与会|宣讲|参观|率队|带领|专题|现场|视频|线上|全程|继续|同日|当日|就|对|与|同|以"
)
_WORDS = (
    "项目 方案 方面 安排 安全 时间 武警 经济 车辆 文化 文件 农业 农村 水利 水务 林业 金融 常务 任务 单位 党委 党组 "
    "党员 国务院 国资 双方 高校 应急 通信 解放军 时任 席间 常委 干部 公安 司法 强降雨 景区 石油 易地 温泉 古树 花卉 牛羊 "
    "容量 宣传部 云南 云县 双江 耿马 凤庆 华侨 山东 广西 广东 宁夏 江苏 江西 安徽 和平 平安 明确 万人 应邀 房屋 从严 "
)
_COMMON = frozenset(_WORDS.split())  # begin like a name and are none
_PLACE = re.compile(r"^.(?:[市县区省州国体部委局]|市级|县级|县区|市区)$")  # 全市, 全体
_POST = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,10}?(?:书记|常委|市长|县长|区长|州长|省长|镇长|乡长|主任|局长|厅长|部长|主席|秘书长|委员|政委|会长|组长)[、，]?)+"
)
_BEFORE_VERB = re.compile(rf"(?:等|一行)?(?:{_VERB})")
_CLAUSE = re.compile(r"(?:^|(?<=[。；，,;：:]))")


def is_name(text: str) -> bool:
    """Whether the letters can be a Chinese personal name."""
    if text.startswith(_COMPOUND):
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and text[0] in _SURNAMES and text not in _COMMON and not _PLACE.search(text)


def find_people(sentences: Sequence[str], *, known: Iterable[str] = ()) -> list[tuple[str, ...]]:
    """For each sentence the names in printed order.

    A name at the head of a sentence counts; one at the head of a later clause counts when it is known, stands
    in a list with others, or heads a sentence elsewhere.
    """
    sure = {name for name in known if name}
    heads = [_heads(sentence, sure) for sentence in sentences]
    sure |= _clear(heads, sure)
    heads = [_heads(sentence, sure) for sentence in sentences]
    return [
        tuple(dict.fromkeys(name for _, names in found for name in names if name in sure)) for found in heads
    ]


def likely_misprints(people: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Names seen rarely that differ by one letter from a name seen often: misprint → likely name."""
    counts = Counter(name for names in people for name in names)
    often = [name for name, count in counts.items() if count >= 3]
    result = {}
    for name, count in counts.items():
        near = [other for other in often if count * 3 <= counts[other] and one_letter_apart(name, other)]
        if len(near) == 1:
            result[name] = near[0]
    return result


def _masked(name: str) -> set[str]:
    """The name with each letter but the surname hidden in turn: names one letter apart share one of these."""
    return {f"{name[:at]}*{name[at + 1 :]}" for at in range(1, len(name))} if len(name) >= 3 else set()


def one_letter_apart(one: str, other: str) -> bool:
    return (
        len(one) == len(other) >= 3
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
        and one[0] == other[0]
    )


Heads = list[tuple[bool, tuple[str, ...]]]


def _clear(heads: Iterable[Heads], known: Iterable[str]) -> set[str]:
    """Names beyond doubt: at the head of a sentence, in a list, or one letter from these or a known one (a misprint)."""
    clear: set[str] = set()
    alone: set[str] = set()
    for found in heads:
        for at_start, names in found:
            (clear if at_start or len(names) > 1 else alone).update(names)
    near_clear = {masked for name in {*clear, *known} for masked in _masked(name)}
    return clear | {name for name in alone if near_clear & _masked(name)}


def _heads(sentence: str, sure: Container[str]) -> Heads:
    """Lists of names that stand before a verb at the head of a clause."""
    found = []
    for clause in _CLAUSE.finditer(sentence):
        names = _names_at(sentence[clause.end() :], sure)
        if names:
            found.append((clause.start() == 0, names))
    return found


def _names_at(text: str, sure: Container[str]) -> tuple[str, ...]:
    """Names listed at the head of a clause, each perhaps behind a post (市长某某、副市长某某)."""
    names: list[str] = []
    rest = text
    while True:
        found = _next_name(rest, sure) or _next_name(_POST.sub("", rest), sure)
        if found is None:
            return tuple(names)
        name, rest = found
        names.append(name)
        if not rest:
            return tuple(names)


def _next_name(text: str, sure: Container[str]) -> tuple[str, str] | None:
    """The first name and what follows a 、 after it; nothing follows the last one, which a verb must."""
    listed = re.match(r"([\u4e00-\u9fff]{2,4})、", text)
    if listed and (listed[1] in sure or is_name(listed[1])):
        return listed[1], text[listed.end() :]
    last = _last_name(text, sure)
    return (last, "") if last else None


def _last_name(text: str, sure: Container[str]) -> str:
    """A sure name that a verb follows, else the longest that can be one."""
    found = [text[:length] for length in (4, 3, 2) if _BEFORE_VERB.match(text, length) and len(text) > length]
    found = [name for name in found if not (name[-1] in "陪随会" and text[len(name)] == "同")]
    return next((name for name in found if name in sure), next((name for name in found if is_name(name)), ""))
