"""Damaged and made-up PDF files end in facts or typed errors, within their limits."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import InputError
from desktop_app.services.file_doctor.file_kinds import kind_of
from desktop_app.services.pdf.facts import Opens
from desktop_app.services.pdf.messages import MendFile, PdfSource
from desktop_app.services.pdf.workshop import PdfLimits, PdfWorkshop
from tests.unit.services.pdf import made_pdfs as made

FUZZ = Path(__file__).parents[1] / "fuzz" / "pdf.py"
TEXT = made.text_pdf(1)
SECONDS = 20.0
FILES = (
    TEXT,
    made.with_javascript(TEXT),
    made.with_launch(TEXT),
    made.with_attachment(TEXT),
    made.with_form(TEXT, xfa=True),
    made.with_layers(TEXT, hidden=False),
    made.with_signature_field(TEXT),
    made.encrypted(TEXT),
    made.scan_pdf(made.scan_image(40), 40),
)
WORDS = (
    b"/Kids", b"/Parent", b"/Length", b"/Type", b"/Page", b"/Pages", b"/Count", b"/MediaBox",
    b"/Filter", b"/FlateDecode", b"/DCTDecode", b"/Next", b"/AcroForm", b"/Fields", b"/V",
    b"/ByteRange", b"/OCProperties", b"/S /JavaScript", b"<<", b">>", b"[", b"]", b"endobj",
    b"stream", b"endstream", b"1 0 R", b"0 0 R", b"99999999999", b"-1", b"null", b"xref",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Flip, cut out, repeat or insert parts of something real, words of the format among them."""
    data = bytearray(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.sampled_from(("flip", "cut", "repeat", "word", "swap"))):
            case "flip":
                data[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[place : place + draw(st.integers(1, 400))]
            case "repeat":
                data[place:place] = data[place : place + draw(st.integers(1, 200))] * 3
            case "word":
                data[place:place] = b" " + draw(st.sampled_from(WORDS)) + b" "
            case _:
                old, new = draw(st.sampled_from(WORDS)), draw(st.sampled_from(WORDS))
                data = data.replace(old, new, 1)
    return bytes(data)


@pytest.fixture(scope="module")
def workshop() -> Iterator[PdfWorkshop]:
    made_one = PdfWorkshop(PdfLimits(draw=SECONDS, look=SECONDS, mend=SECONDS))
    yield made_one
    made_one.close()


@given(data=st.one_of(damaged(), st.binary(max_size=200).map(lambda tail: b"%PDF-1.7\n" + tail)))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_is_seen_drawn_and_mended_or_refused(
    data: bytes, workshop: PdfWorkshop, tmp_path: Path
) -> None:
    source, copy = PdfSource(content=data), tmp_path / "copy.pdf"
    started = time.monotonic()
    facts = workshop.look(source)
    if facts.opens in (Opens.NOT, Opens.WITH_PASSWORD):
        assert not facts.looks
    with suppress(InputError):
        assert workshop.draw(source, count=2, width=100).sha256 == facts.sha256
    copy.write_bytes(b"")
    with suppress(InputError):
        workshop.mend(MendFile(source, str(copy), strip=True, flatten=True, largest=200_000))
        mended = workshop.look(PdfSource(path=str(copy)))
        assert mended.opens is Opens.WELL
        assert set(mended.active) == set()
    assert time.monotonic() - started < 4 * SECONDS


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(head: bytes) -> None:
    assert kind_of(head)


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is there on Linux alone")
def test_a_short_run_of_the_fuzzer_finds_nothing() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            FUZZ,
            "-runs=1000",
            "-timeout=20",
            "-seed=1",
            "-artifact_prefix=/dev/null",
        ],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "Done 1000 runs" in ran.stderr
