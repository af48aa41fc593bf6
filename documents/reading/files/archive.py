"""A Word document is a zip archive of XML: what foundation.opening.archives refuses, told to who imports a text. Pure."""

from __future__ import annotations

from documents.reading.files.printed import Refused
from foundation.opening.archives import DECLARED, DEEP, LOCKED, SWOLLEN, require_sound_archive
from foundation.opening.refused import CannotOpen

_SENTENCES = {
    SWOLLEN: "展开后大得反常，疑似恶意文件，没有读入；请用 Word 或 WPS 打开检查，另存一份后再导入。",
    LOCKED: "加了密码，没有读入；请去掉密码另存后再导入。",
    DECLARED: "里有文档类型或实体声明，正常的文档不会有，没有读入；请用 Word 或 WPS 另存一份后再导入。",
    DEEP: "里的标记嵌套过深，疑似恶意文件，没有读入；请用 Word 或 WPS 另存一份后再导入。",
}


def inspect(raw: bytes) -> None:
    """Raises Refused."""
    try:
        require_sound_archive(raw)
    except CannotOpen as refusal:
        raise Refused(_SENTENCES[refusal.reason]) from None
