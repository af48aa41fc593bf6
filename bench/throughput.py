"""What one worker of the production server carries against a bare hello: pages made anew, kept, and already known."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.pages import longest_document
from documents.models import Document

SECONDS = 4.0
VISITORS = 4


def report() -> None:
    longest, usual = longest_document(), usual_document()
    if longest is None or usual is None:
        print("\n吞吐：还没有已发布的文件，先运行 make run")
        return
    pages = {"首页": "/", "最长的文件": longest.get_absolute_url(), "中等长的文件": usual.get_absolute_url()}
    print(f"\n吞吐（granian，1 个进程，{VISITORS} 个访问者，每秒请求数；百分数是与空页面之比）")
    with served(PAGE_CACHE_MB="0") as port:
        hello = requests_a_second(port, "/hello")
        print(f"  空页面 {hello:.0f}")
        made = {name: requests_a_second(port, address) for name, address in pages.items()}
    with served(PAGE_CACHE_MB="64") as port:
        for name, address in pages.items():
            kept = requests_a_second(port, address)
            known = requests_a_second(port, address, mark=mark_of(port, address))
            print(
                f"  {name}：现做 {_told(made[name], hello)}   记住的 {_told(kept, hello)}   304 {_told(known, hello)}"
            )


def _told(rate: float, hello: float) -> str:
    return f"{rate:.0f}（{rate / hello:.1%}）"


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
    command += ["--blocking-threads", "2", "--no-log", "bench.served:application"]
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


def requests_a_second(port: int, address: str, *, mark: str = "") -> float:
    """Answered requests a second, each visitor on one kept connection; with a mark only 304 counts as an answer."""
    end = time.perf_counter() + SECONDS
    counts = [0] * VISITORS
    visitors = [
        threading.Thread(target=_visit, args=(port, address, mark, end, counts, place))
        for place in range(VISITORS)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return sum(counts) / SECONDS


def _visit(port: int, address: str, mark: str, end: float, counts: list[int], place: int) -> None:
    condition, wanted = (f"If-None-Match: {mark}\r\n", b" 304 ") if mark else ("", b" 200 ")
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        while time.perf_counter() < end:
            connection.sendall(request)
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
