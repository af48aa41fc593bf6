"""Codes that serve once: six digits of an authenticator (RFC 6238) and recovery codes on paper. Pure."""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP

STEP = 30  # seconds
TOLERANCE = 1  # steps before and after: a telephone's clock may be half a minute off
SECRET_BYTES = 20  # 160 bits, as RFC 4226 advises
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
_RECOVERY_LENGTH = 16  # 79 bits: no digest of it can be searched


def new_secret() -> str:
    """In Base32, as authenticators take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def accepted_step(secret: str, typed: str, *, at: datetime, after: int) -> int | None:
    """The step of time whose code was typed, if it lies after the last one that was used; None for a wrong code."""
    digits = unicodedata.normalize("NFKC", typed).replace(" ", "")
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    clock = TOTP(base64.b32decode(secret), step=STEP)
    clock.time = at.timestamp()
    fits = clock.verify(int(digits), tolerance=TOLERANCE, min_t=after + 1)
    return int(clock.t()) if fits else None


def code_at(secret: str, at: datetime) -> str:
    """What the authenticator shows at that moment."""
    clock = TOTP(base64.b32decode(secret), step=STEP)
    clock.time = at.timestamp()
    return f"{clock.token():06d}"


def authenticator_address(secret: str, *, account: str, site: str) -> str:
    """The address in the QR code: otpauth://totp/…"""
    label = quote(f"{site}:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': site}, quote_via=quote)}"


def new_recovery_codes() -> list[str]:
    """Ten, in groups of four letters."""
    letters = [
        "".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    return ["-".join(code[place : place + 4] for place in range(0, _RECOVERY_LENGTH, 4)) for code in letters]


def recovery_digest(typed: str) -> str:
    """Of the letters alone, however they are grouped; "" for what can be no recovery code."""
    letters = re.sub(r"[\s\-—－]", "", unicodedata.normalize("NFKC", typed)).lower()
    return sha256(letters.encode()).hexdigest() if len(letters) == _RECOVERY_LENGTH else ""
