"""Fuzzing of the intake of PDF files; endless, or as long as libFuzzer's options say.

    .venv/bin/python tests/fuzz/pdf.py [-runs=100000] [-max_total_time=60]

The first octet chooses what is done with the others: they are looked into, drawn, mended, or
taken for a picture. Whatever they are, an answer or a typed error comes back. A crash of the
libraries is a find, too, although the worker would stand between it and the program.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # it has no stubs

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["desktop_app.services"]):
    from desktop_app.core.errors.inputs import InputError
    from desktop_app.services.file_doctor.file_kinds import kind_of
    from desktop_app.services.pdf.messages import DrawPages, MendFile, PdfSource
    from desktop_app.services.pdf.worker.drawing import draw_pages
    from desktop_app.services.pdf.worker.looking import look_at
    from desktop_app.services.pdf.worker.mending import mend_file
    from desktop_app.services.pdf.worker.pictures import picture_as_pdf

from tests.unit.services.pdf import made_pdfs as made

LOOK, DRAW, MEND, PICTURE = range(4)
_INSIDE = "inside"
_WIDTH = 60


def target(data: bytes) -> None:
    """Feed one input; anything but an answer or an ``InputError`` is a find."""
    if not data:
        return
    kind, rest = data[0] % 4, data[1:]
    kind_of(rest)
    source = PdfSource(content=rest)
    try:
        if kind == LOOK:
            look_at(source)
        elif kind == DRAW:
            draw_pages(DrawPages(source, first=1, count=3, width=_WIDTH))
        elif kind == MEND:
            _mend(source)
        else:
            picture_as_pdf(rest)
    except (InputError, MemoryError):
        return


def _mend(source: PdfSource) -> None:
    with tempfile.NamedTemporaryFile() as copy:
        limit = max(len(source.content) - 100, 1)
        mend_file(MendFile(source, copy.name, strip=True, flatten=True, largest=limit))


def seeds() -> list[bytes]:
    """Return one real input of each kind and more."""
    text = made.text_pdf(1)
    scan = made.scan_image(20)
    files = [
        text,
        made.with_javascript(text),
        made.with_launch(text),
        made.with_attachment(text),
        made.with_form(text, xfa=True),
        made.with_layers(text, hidden=True),
        made.with_signature_field(text),
        made.encrypted(text),
        made.with_broken_table(text),
        made.scan_pdf(scan, 20),
    ]
    pictures = [made.picture(scan, form) for form in ("JPEG", "PNG", "TIFF", "GIF", "WEBP")]
    return [
        *(bytes((kind,)) + file for kind in (LOOK, DRAW, MEND) for file in files),
        *(bytes((PICTURE,)) + picture for picture in pictures),
    ]


def main() -> int:
    """Run libFuzzer over a corpus of real inputs; it leaves its process without cleaning up."""
    if sys.argv[1:2] == [_INSIDE]:
        atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
        atheris.Fuzz()
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            Path(corpus, str(number)).write_bytes(seed)
        command = [sys.executable, __file__, _INSIDE, *sys.argv[1:], "-max_len=20000", corpus]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
