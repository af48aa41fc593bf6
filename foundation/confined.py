"""Foreign files are opened in a child process with little memory and time, so that no file can take the portal down.

The child is a module of ours run with `python -m`: it gets the bytes on standard input and no environment of ours,
limits itself with `confine` before it opens anything, and answers on standard output. Pure: no database, no settings.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent
_PASSED = ("PATH", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class TookTooLong(Exception):
    """The child was stopped by the clock."""


def run_confined(module: str, *words: str, raw: bytes, seconds: float, megabytes: int) -> bytes:
    """What `python -m module WORDS… MEGABYTES SECONDS` answers; cut short or empty when it was killed or crashed.

    Raises TookTooLong.
    """
    command = [sys.executable, "-m", module, *words, str(megabytes), str(int(seconds) + 1)]
    environment = {key: os.environ[key] for key in _PASSED if key in os.environ} | {"PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command,
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=_PROJECT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    return done.stdout if done.returncode == 0 else b""


def confine(megabytes: int, seconds: int) -> None:
    """No more memory and processor time than this; systems without such limits still have the parent's clock."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, megabytes << 20)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def lacked_memory(error: BaseException | None) -> bool:
    """Whether memory ran out; parsers wrap what stopped them."""
    return error is not None and (isinstance(error, MemoryError) or lacked_memory(error.__context__))
