"""PDF files made by hand for tests: Chinese text and rules at given places, nothing else."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font"
    b" /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
    b" /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >> ] >>"
)


@dataclass
class Sheet:
    """One page; y counts from the top. Every character, Latin too, is as wide as high."""

    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 10) -> Sheet:
        place = f"1 0 0 1 {x} {HEIGHT - y - size}"
        self.drawn.append(f"BT /F {size} Tf {place} Tm <{words.encode('utf-16-be').hex()}> Tj ET")
        return self

    def column(self, x: float, y: float, lines: Sequence[str], pitch: float = 16, size: float = 10) -> Sheet:
        """Lines below one another; a full-width blank at the head of a line is an indent of one character."""
        for number, line in enumerate(lines):
            indent = len(line) - len(line.lstrip("\u3000"))
            self.text(x + indent * size, y + number * pitch, line.lstrip("\u3000"), size)
        return self

    def askew(self, words: str) -> Sheet:
        self.drawn.append(
            f"BT /F 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm <{words.encode('utf-16-be').hex()}> Tj ET"
        )
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.drawn.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Sheet:
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self

    def picture(self) -> Sheet:
        """A grey dot blown up over the page: what a scanner leaves."""
        self.drawn.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
        return self


def pdf(sheets: Sequence[Sheet], *, encrypted: bool = False, catalog: str = "") -> bytes:
    """A file of these sheets; ``catalog`` joins what the file says of itself, e.g. what to do when it is opened."""
    contents = [zlib.compress("\n".join(sheet.drawn).encode("latin-1")) for sheet in sheets]
    return assemble(contents, encrypted=encrypted, catalog=catalog)


def assemble(
    contents: Sequence[bytes], *, filters: str = "/FlateDecode", encrypted: bool = False, catalog: str = ""
) -> bytes:
    """A file of pages with these content streams."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog}>>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        FONT,
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        head = f"<< /Length {len(content)} /Filter [{filters}] >>\nstream\n".encode()
        objects.append(head + content + b"\nendstream")
    if encrypted:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>".encode())
    return _file(objects, encrypted=encrypted)


def _file(objects: Sequence[bytes], *, encrypted: bool) -> bytes:
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    secret = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if encrypted else b""
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, secret, len(body))
    )
