"""Seconds of the pages that look at every institution, with five thousand of them and three rounds of rating: the radar, its
feed, and what citizens see. Everything happens in a transaction that leaves nothing behind.

Processor time, so that other work on the machine does not count; that of the database is beside, as part of the wall clock.
"""

import time

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from eldercare import actions
from tests import care, rating_bulk

SIZE = 5000
PUBLIC = {
    "名录": "/eldercare/",
    "名录，某一等级": "/eldercare/?level=3A",
    "名录 JSON": "/eldercare/institutions.json",
    "名录 CSV": "/eldercare/institutions.csv",
    "评定目录": "/eldercare/catalogue/",
    "等级统计": "/eldercare/levels/",
}


@transaction.atomic
def report() -> None:
    print(f"\n{SIZE} 家机构、三轮评定（处理器秒数；括号里是连同数据库的秒数）")
    rating_bulk.three_rounds(care.many(SIZE))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    chief = User.objects.create(username="bench-institutions", is_superuser=True, is_staff=True)
    token = actions.renew_calendar_link(by=chief, at=timezone.now())
    desk, visitor = (Client(headers={"host": "127.0.0.1"}) for _ in range(2))
    desk.force_login(chief)
    _measure("期限雷达", desk, reverse("admin:eldercare_radar"))
    _measure("期限日历", visitor, reverse("eldercare:radar_feed", args=[token]))
    for name, address in PUBLIC.items():
        _measure(name, visitor, address)
    transaction.set_rollback(True)


def _measure(name: str, client: Client, address: str) -> None:
    """The second time: templates are loaded once a process."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        begun, used = time.perf_counter(), time.process_time()
        size = len(b"".join(client.get(address)))
        took, used = time.perf_counter() - begun, time.process_time() - used
    print(f"  {used:6.2f}（{took:.2f}） {len(queries):3d} 次查询 {size / 1000:8.1f} kB  {name}")
