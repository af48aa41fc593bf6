"""What one worker of the production server carries: a long document against a bare hello."""

import socket
import subprocess
import sys
import threading
import time

from bench.pages import longest_document

SECONDS = 4.0
VISITORS = 4


def report() -> None:
    document = longest_document()
    if document is None:
        print("\n吞吐：还没有已发布的文件，先运行 make run")
        return
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "2", "--no-log", "bench.served:application"]
    server = subprocess.Popen(command)
    try:
        _wait_for(port)
        hello = requests_a_second(port, "/hello")
        page = requests_a_second(port, document.get_absolute_url())
    finally:
        server.terminate()
        server.wait()
    print(f"\n吞吐（granian，1 个进程，{VISITORS} 个访问者，每秒请求数）")
    print(f"  空页面 {hello:.0f}   最长的文件 {page:.0f}   之比 1 : {hello / page:.1f}")


def requests_a_second(port: int, address: str) -> float:
    """Answered requests a second, each visitor on one kept connection."""
    end = time.perf_counter() + SECONDS
    counts = [0] * VISITORS
    visitors = [
        threading.Thread(target=_visit, args=(port, address, end, counts, place)) for place in range(VISITORS)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return sum(counts) / SECONDS


def _visit(port: int, address: str, end: float, counts: list[int], place: int) -> None:
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        while time.perf_counter() < end:
            connection.sendall(request)
            status, length = answers.readline(), 0
            while (line := answers.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)
            if b" 200 " not in status:
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
