"""Numbers of people, bodies and telephones: their normal form, and what is wrong or doubtful about them. Pure.

Every check answers with two kinds of findings, each a sentence for the person at the form:

    errors   it cannot be a number of this kind; it is not taken
    doubts   most likely a slip, but real numbers like it exist; it is taken once the person, with the original in
             hand, says so

No finding repeats the number: sentences travel to places where numbers must not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Checked:
    errors: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckedCreditCode(Checked):
    kind: str = ""  # what the first two characters say the body is, or "" where the table does not tell


_NOT_PRINTED = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]+")
_HALF_WIDTH = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}


def normal_number(text: str) -> str:
    """One spelling for saving and looking up: half width, capital letters, no blanks, no hyphens."""
    return _NOT_PRINTED.sub("", text.translate(_HALF_WIDTH)).upper()


def normal_phone(text: str) -> str:
    """The same for a telephone number, without brackets and without China's own country code."""
    phone = re.sub(r"[()]", "", normal_number(text))
    return re.sub(r"^(\+|00)86(?=[2-9])", "0", re.sub(r"^((\+|00)86)+(?=[01])", "", phone))


# Identity numbers of citizens, GB 11643

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHARACTERS = "10X98765432"
# Cards are issued since 1984: who was born before this year never held a number.
_FIRST_BIRTH_YEAR = 1870
_RARE_AGE, _YOUNG_AGE = 110, 16


def identity_check_character(first: str) -> str:
    """The 18th character for these 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, first, strict=True))
    return _IDENTITY_CHARACTERS[total % 11]


def check_identity_number(text: str, *, on: date) -> Checked:
    """What is wrong with a citizen's identity number on that day.

    Errors: the length (15 digits ended in 2013), the characters, a leading 0 (no division's code has one), a date of
    birth no calendar has, one in the future or before any card, the check character. The register of the police
    itself takes no number whose check character is wrong, so neither do we.

    Doubts: 29 or 30 February of a year without it (birthdays of the lunar calendar were written down so, and those
    numbers are in use), an age above 110 or below 16.

    Not looked at: the division's code. Codes are those of the day and place of issue: 5335xx is as good as 5309xx in
    Lincang, and older numbers bear codes no table has any more.
    """
    number = normal_number(text)
    shape = _identity_shape(number)
    if shape:
        return Checked(errors=(shape,))
    errors = tuple(filter(None, [_birth_error(number[6:14], on), _identity_check_error(number)]))
    return Checked(errors=errors, doubts=() if errors else tuple(_birth_doubts(number[6:14], on)))


def _identity_shape(number: str) -> str:
    if re.fullmatch(r"[0-9]{15}", number):
        return "这是 15 位的旧号码，2013 年起已停止使用：请填写现在证件上的 18 位号码。"
    if len(number) != 18:
        return f"身份证号码应为 18 位，现在是 {len(number)} 位：请对照证件补全或更正。"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "身份证号码前 17 位是数字，最后一位是数字或 X：请对照证件更正。"
    if number.startswith("0"):
        return "身份证号码不会以 0 开头：请对照证件更正。"
    return ""


def _identity_check_error(number: str) -> str:
    if number[17] == identity_check_character(number[:17]):
        return ""
    return "最后一位校验码与前 17 位不符，多半是抄错一位或两位颠倒：请对照证件逐位核对。"


def _birth_error(birth: str, on: date) -> str:
    if _day_of(birth) is None and not _is_lunar(birth):
        return "第 7 至 14 位应为出生日期，这里不是一个日期：请对照证件核对这八位。"
    if int(birth[:4]) < _FIRST_BIRTH_YEAR:
        return "出生年份太早，不会有这样的号码：请对照证件核对第 7 至 10 位。"
    if birth > f"{on:%Y%m%d}":
        return "出生日期在今天以后：请对照证件核对第 7 至 14 位。"
    return ""


def _birth_doubts(birth: str, on: date) -> Iterator[str]:
    if _is_lunar(birth):
        yield "出生日期是公历没有的日子；早年按农历登记的号码确有这样的，请对照证件原件确认。"
    age = on.year - int(birth[:4]) - (f"{on:%m%d}" < birth[4:])
    if age >= _RARE_AGE:
        yield f"按号码已满 {_RARE_AGE} 岁：请对照证件原件确认出生年份。"
    if age < _YOUNG_AGE:
        yield f"按号码未满 {_YOUNG_AGE} 岁：请对照证件原件确认出生年份。"


def _day_of(birth: str) -> date | None:
    try:
        return date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return None


def _is_lunar(birth: str) -> bool:
    """A day the second month of the lunar calendar has and February of that year has not."""
    return birth[4:] in ("0229", "0230") and _day_of(birth) is None


# Unified social credit codes, GB 32100

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
_CREDIT_KINDS = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "31": "律师事务所",
    "51": "社会团体",
    "52": "民办非企业单位（社会服务机构）",
    "53": "基金会",
    "54": "村民委员会",
    "55": "居民委员会",
    "71": "宗教活动场所",
    "72": "宗教院校",
    "81": "工会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
}


def credit_check_character(first: str) -> str:
    """The 18th character for these 17: weights 3^(i-1) mod 31."""
    total = sum(pow(3, place, 31) * CREDIT_ALPHABET.index(sign) for place, sign in enumerate(first))
    return CREDIT_ALPHABET[(31 - total) % 31]


def check_credit_code(text: str) -> CheckedCreditCode:
    """What is wrong with a unified social credit code.

    Errors: the length, and characters outside the alphabet; no registrar issues those.

    Doubts: the check character (registered companies hold codes that fail it), and letters where the division's code
    should stand.

    Not looked at: the first two characters, because new kinds keep coming (N and Y came after the standard).
    """
    code = normal_number(text)
    shape = _credit_shape(code)
    if shape:
        return CheckedCreditCode(errors=(shape,))
    return CheckedCreditCode(doubts=tuple(_credit_doubts(code)), kind=_CREDIT_KINDS.get(code[:2], ""))


def _credit_shape(code: str) -> str:
    if re.fullmatch(r"[0-9]{15}", code):
        return "这是 15 位的旧注册号：请填写现在证照上的 18 位统一社会信用代码。"
    if len(code) == 9:
        return "这是 9 位的组织机构代码：请填写现在证照上的 18 位统一社会信用代码。"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位：请对照证照补全或更正。"
    if set(code) & set("IOSVZ"):
        return "统一社会信用代码不用字母 I、O、S、V、Z，多半是数字 1、0、5、2 或字母 U、Y：请对照证照更正。"
    if set(code) - set(CREDIT_ALPHABET):
        return "统一社会信用代码只有数字和大写字母：请对照证照更正。"
    return ""


def _credit_doubts(code: str) -> Iterator[str]:
    if not code[2:8].isdecimal():
        yield "第 3 至 8 位一般是登记机关的区划代码，全是数字：请对照证照原件确认。"
    if code[17] != credit_check_character(code[:17]):
        yield "最后一位校验码不符，多半是抄错一位或两位颠倒；个别证照确有这样的代码，请对照证照原件确认。"


# Telephone numbers

_SHORT_AREAS = re.compile(r"0(10|2[0-9])")  # the areas with three digits, all with eight-digit numbers
_EXTENSION = re.compile(r"转|#|分机")


def check_phone(text: str) -> Checked:
    """What is wrong with a mobile number, or a landline number with its area code (0883 in Lincang).

    Errors: signs that are no digits, a mobile number of the wrong length, a landline number without area code or of a
    length no area has: nobody could be reached. Doubts: what the numbering plan does not have today, but may have
    tomorrow or elsewhere: unused mobile ranges, a local number beginning with 0, 1 or 9, short numbers such as 12349,
    numbers abroad.
    """
    phone, *extension = _EXTENSION.split(normal_phone(text), maxsplit=1)
    if extension and not re.fullmatch(r"[0-9]{1,6}", extension[0]):
        return Checked(errors=("分机号应为 1 至 6 位数字，写在“转”字后面，如 0883-2123456转802。",))
    if re.fullmatch(r"\+[0-9]{7,15}|00[1-9][0-9]{6,14}", phone):
        return Checked(doubts=("这是境外号码：请确认能从这里打通。",))
    if not re.fullmatch(r"[0-9]+", phone):
        return Checked(errors=("电话号码只能是数字，区号后可用短横：请更正。",))
    if phone.startswith("0"):
        return _check_landline(phone)
    return _check_without_area(phone)


def _check_landline(phone: str) -> Checked:
    area = 3 if _SHORT_AREAS.match(phone) else 4
    local = phone[area:]
    if len(local) not in ((8,) if area == 3 else (7, 8)):
        return Checked(errors=("固定电话应为区号加 7 或 8 位号码，如 0883-2123456；分机写在“转”字后面。",))
    doubts = []
    if local[0] in "019":
        doubts.append("区号后的号码一般以 2 至 8 开头：请核对。")
    if phone.startswith("0883") and len(local) != 7:
        doubts.append("临沧的固定电话是 7 位，这里是 8 位：请核对。")
    return Checked(doubts=tuple(doubts))


def _check_without_area(phone: str) -> Checked:
    if re.fullmatch(r"1[3-9][0-9]{9}|[48]00[0-9]{7}", phone):
        return Checked()
    if re.fullmatch(r"1[0-2][0-9]{9}", phone):
        return Checked(doubts=("手机号码一般以 13 至 19 开头：请核对。",))
    if re.fullmatch(r"[19][0-9]{2,5}", phone):
        return Checked(doubts=("这是短号码，外地可能打不通：请确认。",))
    if phone.startswith("1"):
        return Checked(errors=(f"手机号码应为 11 位，现在是 {len(phone)} 位：请更正。",))
    if len(phone) in (7, 8):
        return Checked(errors=("固定电话请加区号，如 0883-2123456。",))
    return Checked(errors=("这不是手机号码，也不是带区号的固定电话：请更正。",))
