"""Tracking codes: sixteen characters that nobody guesses, kept as a digest only. Pure but for the site's secret.

A code follows from what was sent: sent twice from one place on one day (a second tap on the button, a page loaded again) the
same words are the same complaint under the same code, and nothing has to be remembered about who sent them.
"""

from __future__ import annotations

import hashlib

from django.utils.crypto import salted_hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U: read aloud and copied by hand
LENGTH, GROUP = 16, 4  # 80 bits
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_for(*parts: str) -> str:
    """The code of these words."""
    said = "\0".join(parts)
    number = int.from_bytes(
        salted_hmac("eldercare.tracking", said, algorithm="sha256").digest()[: LENGTH * 5 // 8], "big"
    )
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def in_groups(code: str) -> str:
    """As it is shown: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def as_kept(typed: str) -> str:
    """The digest of a code as somebody types it: small letters, blanks and hyphens do not matter; "" when it is none."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_TAKEN_FOR)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return ""
    return hashlib.sha256(code.encode()).hexdigest()
