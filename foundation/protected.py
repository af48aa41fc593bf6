"""What the portal must hold and does not show: identity numbers, private telephone numbers, secrets of authenticators.

A value lies at rest in one text column, as `<fingerprint>.<token>`; no value is "".

    fingerprint   HMAC-SHA256 of the normal form, 64 hexadecimal characters: finds a number without opening any
    token         the normal form, encrypted by Fernet (AES-128-CBC with HMAC-SHA256)

Both are made with the first key of PROTECTED_DATA_KEYS; every key opens. The key of the fingerprint is derived from
the Fernet key, another one for each kind, so that the same digits of two kinds do not meet and a dump alone cannot be
searched by trying numbers.

Plain text lives between the form and `seal`, and in the answer of `Protected.plain`; nowhere else. No model, no clock.
"""

import hmac
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.functional import Promise

from foundation.identity_numbers import normal_number, normal_phone
from foundation.refusals import KeyDoesNotFit, KeyMissing, Refusal

FINGERPRINT_LENGTH = 64
# What may stand in the column, for Python and PostgreSQL alike. A Fernet token begins with gAAAA until the year 2106.
SEALED = r"^[0-9a-f]{64}\.gAAAA[A-Za-z0-9_-]{93,}={0,2}$"
UNREADABLE = "（无法解密）"


def _masked_identity_number(number: str) -> str:
    return number[:1] + "*" * (len(number) - 3) + number[-2:] if len(number) > 8 else "*" * len(number)


def _masked_phone(phone: str) -> str:
    """138****1234; of any other number the area code and the last two digits."""
    if re.fullmatch(r"1[0-9]{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    shown = 4 if len(phone) > 8 else 0
    return phone[:shown] + "*" * (len(phone) - shown - 2) + phone[-2:] if len(phone) > 4 else "*" * len(phone)


@dataclass(frozen=True)
class Kind:
    """One kind of protected data: its normal form and its mask, both of plain text."""

    name: str
    normal: Callable[[str], str]
    masked: Callable[[str], str]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("identity_number", normal_number, _masked_identity_number),
        Kind("phone", normal_phone, _masked_phone),
        Kind("totp_secret", str.strip, lambda secret: "*" * 8),  # nothing of it is worth showing
    )
}


@dataclass(frozen=True, repr=False, eq=False)
class Protected(Promise):
    """A sealed value of one kind. However it is printed, only its mask appears; pickles and copies stay sealed.

    A Promise is what Django calls a text that is made when it is shown: templates and the JSON of answers take `str`.
    """

    kind: str
    stored: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of protected data: {self.kind}")
        if self.stored and not is_sealed(self.stored):
            raise ValueError("not a sealed value: plain text goes through seal()")  # and is not repeated

    def plain(self) -> str:
        """The normal form itself: for who has shown a permission and a reason (see foundation.actions.reveal).

        Raises KeyMissing or KeyDoesNotFit.
        """
        return _ring().opened(self.token.encode()).decode() if self.stored else ""

    plain.alters_data = True  # type: ignore[attr-defined]  # so that no template can call it

    @property
    def fingerprint(self) -> str:
        """Equal for equal numbers of one kind under one key; "" for no value."""
        return self.stored[:FINGERPRINT_LENGTH]

    @property
    def token(self) -> str:
        return self.stored[FINGERPRINT_LENGTH + 1 :]

    @property
    def mask(self) -> str:
        try:
            return KINDS[self.kind].masked(self.plain())
        except Refusal:
            return UNREADABLE

    def stands_for(self, text: str) -> bool:
        """Whether this is the number as typed, whichever key it lies under."""
        return bool(self.stored) and self.fingerprint in fingerprints(self.kind, text)

    def __bool__(self) -> bool:
        return bool(self.stored)

    def __str__(self) -> str:
        return self.mask

    def __format__(self, spec: str) -> str:
        return format(self.mask, spec)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.mask}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Protected):
            return NotImplemented
        return (self.kind, self.fingerprint) == (other.kind, other.fingerprint)

    def __hash__(self) -> int:
        return hash((self.kind, self.fingerprint))


def is_sealed(text: str) -> bool:
    return re.match(SEALED, text) is not None and not text.endswith("\n")


def seal(kind: str, text: str) -> Protected:
    """Plain text of this kind, normalised, fingerprinted and encrypted under the first key. Raises KeyMissing."""
    normal = KINDS[kind].normal(text)
    return Protected(kind, _ring().keys[0].sealed(kind, normal)) if normal else Protected(kind)


def fingerprints(kind: str, text: str) -> list[str]:
    """What a column may hold for this text, one for each key: nothing for no text. Raises KeyMissing."""
    normal = KINDS[kind].normal(text)
    return [key.fingerprint(kind, normal) for key in _ring().keys] if normal else []


def is_current(value: Protected) -> bool:
    """Whether both halves are what `seal` would make of it with the keys of today. Raises KeyMissing."""
    if not value:
        return True
    key = _ring().keys[0]
    try:
        text = key.fernet.decrypt(value.token).decode()
    except InvalidToken:
        return False
    return value.fingerprint == key.fingerprint(value.kind, KINDS[value.kind].normal(text))


def resealed(value: Protected) -> Protected:
    """The same number under the first key. Raises KeyMissing or KeyDoesNotFit."""
    return seal(value.kind, value.plain())


def for_writing(value: Protected) -> Protected:
    """What goes to the database: the value as it lies, or resealed if it lay under an older key.

    So an object loaded before a rotation passed it cannot carry the older key back behind the rotation. What no key
    opens is left alone.
    """
    try:
        return value if is_current(value) else resealed(value)
    except Refusal:
        return value


def seal_bytes(content: bytes) -> bytes:
    """A file that holds protected data, under the first key; nobody looks it up, so it has no fingerprint. Raises
    KeyMissing."""
    return _ring().keys[0].fernet.encrypt(content)


def open_bytes(sealed: bytes) -> bytes:
    """What `seal_bytes` sealed. Raises KeyMissing or KeyDoesNotFit."""
    return _ring().opened(sealed)


class _Key:
    """A Fernet key and what is derived from it."""

    def __init__(self, text: str) -> None:
        self.fernet = Fernet(text)
        secret = urlsafe_b64decode(text)
        self._hashing = {kind: _derived(secret, kind) for kind in KINDS}

    def fingerprint(self, kind: str, normal: str) -> str:
        return hmac.new(self._hashing[kind], normal.encode(), sha256).hexdigest()

    def sealed(self, kind: str, normal: str) -> str:
        return f"{self.fingerprint(kind, normal)}.{self.fernet.encrypt(normal.encode()).decode()}"


class _Ring:
    """All keys: the first seals, every one opens."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.keys = [_Key(text) for text in texts]
        self._any = MultiFernet([key.fernet for key in self.keys])

    def opened(self, token: bytes) -> bytes:
        try:
            return self._any.decrypt(token)
        except InvalidToken:
            raise KeyDoesNotFit(
                "这条受保护的信息用现有的密钥都打不开：请运维人员把保存它时所用的密钥加入环境变量 PROTECTED_DATA_KEYS。"
            ) from None


def _derived(secret: bytes, kind: str) -> bytes:
    info = f"protected data, fingerprint of {kind}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _ring() -> _Ring:
    keys = tuple(settings.PROTECTED_DATA_KEYS)
    if not keys:
        raise KeyMissing(
            "没有设置环境变量 PROTECTED_DATA_KEYS，不能读写证件号码等受保护的信息：请运维人员按 README 设置。"
        )
    return _ring_of(keys)


@lru_cache(maxsize=4)
def _ring_of(keys: tuple[str, ...]) -> _Ring:
    """Deriving takes longer than using: once a process and set of keys."""
    return _Ring(keys)
