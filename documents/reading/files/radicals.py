"""Characters that only look like those meant: some programs write ⺠ or ⼀ into a PDF where 民 or 一 is printed. Pure.

Unicode's EquivalentUnifiedIdeograph, as far as whole characters are concerned; Kangxi radicals fold by NFKC.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = (
    "⺁⺈⺊⺎⺒⺓⺙⺝⺟⺠⺧⺩⺪⺫⺬⺮⺶⺼⺽⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳"
)
_CHARACTERS = (
    "厂刀卜兀巳幺攵月母民牛王疋目示竹羊肉臼虎西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟"
)
_TABLE = str.maketrans(_RADICALS + "\u2f3e\u2015\u2329\u232a", _CHARACTERS + "户—〈〉")  # NFKC gives 戶
_KANGXI = re.compile("[\u2f00-\u2fdf\uf900-\ufaff]")


def whole_characters(text: str) -> str:
    """The text with the characters that are meant."""
    return _KANGXI.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(_TABLE))
