"""What the log of row changes costs: the same rows inserted and updated with and without its trigger, in turn."""

import statistics
import time
from collections.abc import Callable
from contextlib import nullcontext

from django.contrib.auth.models import User
from django.db import connection, transaction

from foundation.acting import acting
from foundation.models import RowChange, Unit
from foundation.row_audit import audited

ROWS = 5000
ROUNDS = 7
TABLE = "foundation_unit"


def report() -> None:
    print(f"\n修改记录的代价（{ROWS} 行，中位数，{ROUNDS} 轮交替；毫秒）")
    times: dict[tuple[str, bool], list[float]] = {}
    for _ in range(ROUNDS):
        for logged in (False, True):
            for deed, seconds in _one_round(logged=logged).items():
                times.setdefault((deed, logged), []).append(seconds * 1000)
    for deed in dict.fromkeys(deed for deed, _ in times):
        plain, logged_too = times[deed, False], times[deed, True]
        ratio = statistics.median(b / a for a, b in zip(plain, logged_too, strict=True))
        print(
            f"  {statistics.median(plain):>7.0f} → {statistics.median(logged_too):>7.0f}  ×{ratio:.2f}  {deed}"
        )


def _one_round(*, logged: bool) -> dict[str, float]:
    """Seconds of each deed, in a transaction that leaves nothing behind."""
    with transaction.atomic():
        user = User.objects.create(username="bench-row-audit")
        if logged:
            with connection.cursor() as cursor:
                cursor.execute(str(audited(TABLE, owner=("foundation_division", "division_id")).sql))
        with acting(user, via="bench") if logged else nullcontext():
            seconds = _deeds()
        written = RowChange.objects.filter(by=user).count()
        assert written == (2 * ROWS + ROWS // 10 if logged else 0), written
        transaction.set_rollback(True)
    return seconds


def _deeds() -> dict[str, float]:
    units = [Unit(name=f"测量用单位{number}", level="city") for number in range(ROWS)]
    made = Unit.objects.filter(name__startswith="测量用单位")

    def one_by_one() -> None:
        for unit in units[: ROWS // 10]:
            unit.short_name = f"测{unit.pk}"
            unit.save(update_fields=["short_name"])

    return {
        "整批新增": _timed(lambda: Unit.objects.bulk_create(units)),
        "一条语句修改全部": _timed(lambda: made.update(level="county")),
        f"逐行修改（{ROWS // 10} 行）": _timed(one_by_one),
    }


def _timed(deed: Callable[[], object]) -> float:
    """With the checks that would wait for the commit."""
    begun = time.perf_counter()
    deed()
    connection.check_constraints()
    return time.perf_counter() - begun
