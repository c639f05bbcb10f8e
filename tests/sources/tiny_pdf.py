"""Just enough PDF to test reading one: text at places, lines, rotation, encryption left out.

The font is not embedded; its character codes are UTF-16 code units, which a ToUnicode map says.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end"""


@dataclass
class Page:
    """Drawing commands of one page; y counts from the top, as one reads."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    commands: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 12) -> Page:
        code = words.encode("utf-16-be").hex()
        self.commands.append(f"BT /F1 {size} Tf {x} {self.height - y} Td <{code}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        self.commands.append(f"0.7 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def table(self, x: list[float], y: float, rows: list[list[str | None]], step: float = 20) -> Page:
        """A ruled table with column lines at `x`. None: merged with the cell to the left."""
        for number, row in enumerate(rows):
            top = y + number * step
            self.line(x[0], top, x[-1], top)
            for column, words in enumerate(row):
                if words is not None:
                    self.line(x[column], top, x[column], top + step)
                    self.text(x[column] + 2, top + step - 6, words, 10)
            self.line(x[-1], top, x[-1], top + step)
        self.line(x[0], y + len(rows) * step, x[-1], y + len(rows) * step)
        return self


def pdf(*pages: Page) -> bytes:
    """The pages as a PDF file."""
    objects: list[bytes] = [b"", b""]
    kids: list[int] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes) -> int:
        packed = zlib.compress(data)
        head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
        return add(head + packed + b"\nendstream")

    unicode_map = stream(_TO_UNICODE)
    descriptor = add(
        b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>"
    )
    child = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [32 126 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor %d 0 R >>" % descriptor
    )
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (child, unicode_map)
    )
    for page in pages:
        content = stream("\n".join(page.commands).encode())
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}]"
                f" /Rotate {page.rotate} /Resources << /Font << /F1 {font} 0 R >> >>"
                f" /Contents {content} 0 R >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.7\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    return bytes(out)
