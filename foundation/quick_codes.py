"""QR codes (GB/T 18284, ISO/IEC 18004) of addresses, as SVG for papers and pages. Pure."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4  # modules, as the standard asks
CORRECTION = "m"  # a seventh of the code may be scratched


def svg_of(address: str) -> str:
    """The code alone, black on nothing, as wide as it is put."""
    drawn = io.BytesIO()
    code = segno.make_qr(address, error=CORRECTION)
    code.save(drawn, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()
