"""Queries, milliseconds and bytes of every kind of public page, asked as an anonymous visitor."""

import gzip
import statistics
import time
from typing import TypeVar

from django.db import connection
from django.db.models import Count, Model, QuerySet
from django.db.models.functions import Length
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document
from eldercare.directory import on_file
from foundation.models import Unit
from gazette.models import Issue, Official

ROUNDS = 15
Noun = TypeVar("Noun", bound=Model)


def longest_document() -> Document | None:
    return Document.objects.public().order_by(Length("body").desc(), "pk").first()


def addresses() -> dict[str, str]:
    """One address for each kind of page; of the kinds with many objects, the one with the most on it."""
    found = {
        "首页": "/",
        "各期公报": "/issues/",
        "文件列表": "/documents/",
        "任务列表": "/tasks/",
        "单位列表": "/units/",
        "大事记": "/chronicle/",
        "养老服务": "/eldercare/",
        "养老服务，几个条件": "/eldercare/?county=530922&service=meals&q=示例",
        "养老服务名录 JSON": "/eldercare/institutions.json",
        "养老服务名录 CSV": "/eldercare/institutions.csv",
        "关于": "/about/",
        "健康检查": "/healthz",
    }
    for kind, name, chosen in (
        ("一个单位", "documents:unit_detail", _busiest(Unit.objects.all(), "assignments")),
        ("一个人物", "gazette:official_detail", _busiest(Official.objects.all(), "appearances")),
    ):
        if chosen is not None:
            found[kind] = reverse(name, args=[chosen.pk])
    if filing := on_file().first():
        found["一家机构"] = filing.institution.get_absolute_url()
    if issue := _busiest(Issue.objects.public(), "entries"):
        found["一期公报"] = issue.get_absolute_url()
    document = longest_document()
    return found | ({"最长的文件": document.get_absolute_url()} if document else {})


def _busiest(objects: QuerySet[Noun], related: str) -> Noun | None:
    return objects.annotate(weight=Count(related)).order_by("-weight", "pk").first()


def report() -> None:
    print(f"\n公开页面（中位数，{ROUNDS} 次；大小为 gzip 之后）\n  {'查询':>4} {'毫秒':>6} {'kB':>6}")
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    for kind, address in addresses().items():
        first = client.get(address)
        if first.status_code != 200:
            print(f"  {first.status_code}：{kind} {address}")
            continue
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        size = len(gzip.compress(first.content)) / 1000
        print(f"  {len(queries):6d} {_milliseconds(client, address):8.1f} {size:6.1f}  {kind} {address}")


def _milliseconds(client: Client, address: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
