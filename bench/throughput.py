"""What one worker of the production server carries against a bare hello: pages made anew, kept, and already known.

A page made anew comes in two kinds: where nothing was kept of it, and where the text of its document was, because something
else has changed since or it was asked for in another spelling. Heads, feet and templates are written once a process in both.

Another's work on the machine comes and goes, so the hello is asked in turn with each page, and of the turns the middle counts.
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from statistics import median
from urllib.request import urlopen

from bench.pages import longest_document
from documents.models import Document

TURNS = 5
SECONDS = 0.8  # of each turn, for the hello and for the page
VISITORS = 4
NEW = count()  # no two requests of a whole measurement ask for the same page


@dataclass(frozen=True)
class Measure:
    """Answers a second, and the processor time of the worker for one of them, in seconds."""

    rate: float
    cost: float


def report() -> None:
    longest, usual = longest_document(), usual_document()
    if longest is None or usual is None:
        print("\n吞吐：还没有已发布的文件，先运行 make run")
        return
    pages = {"首页": "/", "最长的文件": longest.get_absolute_url(), "中等长的文件": usual.get_absolute_url()}
    print(
        f"\n吞吐（granian，1 个进程，{VISITORS} 个访问者；每秒请求数和与空页面之比，后一个比按处理器时间；"
        f"与空页面轮流各量 {TURNS} 次，取中间的）"
    )
    print("  现做：整页重新查询、排版；“正文已记住”的，只有公文正文用记住的，其余现做")
    with served(PAGE_CACHE_MB="0") as port:
        hello = _hello(port)
        print(f"  空页面 {hello.rate:.0f}，处理器 {hello.cost * 1000:.2f} 毫秒")
        made = {name: _beside_hello(port, address) for name, address in pages.items()}
    with served(PAGE_CACHE_MB="64") as port:
        for name, address in pages.items():
            around = "" if address == "/" else _beside_hello(port, address, is_new=True)
            kept = _beside_hello(port, address)
            known = _beside_hello(port, address, mark=mark_of(port, address))
            print(
                f"  {name}：现做 {made[name]}"
                + (f"   现做而正文已记住 {around}" if around else "")
                + f"   记住的 {kept}   304 {known}"
            )


def _hello(port: int) -> Measure:
    return measured(port, "/hello", is_new=True)  # it would be kept too


def _beside_hello(port: int, address: str, *, mark: str = "", is_new: bool = False) -> str:
    turns = [(_hello(port), measured(port, address, mark=mark, is_new=is_new)) for _ in range(TURNS)]
    rate = median(page.rate for _, page in turns)
    by_rate = median(page.rate / hello.rate for hello, page in turns)
    by_cost = median(hello.cost / page.cost for hello, page in turns)
    return f"{rate:.0f}（{by_rate:.1%}，处理器 {by_cost:.1%}）"


def usual_document() -> Document | None:
    """The public document of middling length among those with a text."""
    public = Document.objects.public().exclude(body="").order_by("pk")
    ordered = sorted(public, key=lambda document: len(document.body))
    return ordered[len(ordered) // 2] if ordered else None


@contextmanager
def served(**environment: str) -> Iterator[int]:
    """The production server with one worker; its port."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--no-log", "bench.served:application"]
    server = subprocess.Popen(command, env=os.environ | environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def mark_of(port: int, address: str) -> str:
    """The ETag of a page."""
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        found = re.search(rb"etag: (.*?)\r\n", answers.read(), flags=re.IGNORECASE)
    assert found is not None, address
    return found[1].decode()


def measured(port: int, address: str, *, mark: str = "", is_new: bool = False) -> Measure:
    """How requests are answered, each visitor on one kept connection; with a mark only 304 counts as an answer.

    With ``is_new`` no two requests have the same address, so no page is kept, but what it is made from may be.
    """
    before = _processor_time(port)
    end = time.perf_counter() + SECONDS
    counts = [0] * VISITORS
    visitors = [
        threading.Thread(target=_visit, args=(port, address, mark, is_new, end, counts, place))
        for place in range(VISITORS)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return Measure(sum(counts) / SECONDS, (_processor_time(port) - before) / sum(counts))


def _processor_time(port: int) -> float:
    with urlopen(f"http://127.0.0.1:{port}/processor") as answer:  # our own server
        return float(answer.read())


def _visit(
    port: int, address: str, mark: str, is_new: bool, end: float, counts: list[int], place: int
) -> None:
    condition, wanted = (f"If-None-Match: {mark}\r\n", b" 304 ") if mark else ("", b" 200 ")
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        while time.perf_counter() < end:
            query = f"?visit={next(NEW)}" if is_new else ""
            request = f"GET {address}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n"
            connection.sendall(request.encode())
            status, length = answers.readline(), 0
            while (line := answers.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)
            if wanted not in status:
                raise RuntimeError(f"{address}: {status!r}")
            counts[place] += 1


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("granian did not start")
