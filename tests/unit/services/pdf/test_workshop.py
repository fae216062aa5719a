"""Do pictures come with the digest of what was drawn, and does the program outlive the worker?"""

from __future__ import annotations

import hashlib
import io
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.core.errors.papers import (
    MendRefusedError,
    PdfPasswordError,
    PdfUnreadableError,
)
from desktop_app.core.errors.state import WorkerFailedError
from desktop_app.services.pdf.messages import MOST_PAGES, MOST_PIXELS, MendFile, PdfSource
from desktop_app.services.pdf.workshop import PdfLimits, PdfWorkshop
from tests.unit.services.pdf import made_pdfs as made

TEXT = made.text_pdf(3)
STUB = """
import sys
for line in sys.stdin:
    if '"ready"' in line:
        print('{"type":"ready"}', flush=True)
    else:
        %s
"""


@pytest.fixture(scope="module")
def workshop() -> Iterator[PdfWorkshop]:
    made_one = PdfWorkshop()
    yield made_one
    made_one.close()


def stub(action: str, seconds: float = 0.3) -> PdfWorkshop:
    limits = PdfLimits(draw=seconds, look=seconds, mend=seconds)
    return PdfWorkshop(limits, [sys.executable, "-c", STUB % action])


def test_the_digest_is_that_of_the_bytes_that_were_drawn(
    workshop: PdfWorkshop, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(TEXT)
    for source in (PdfSource(content=TEXT), PdfSource(path=str(path))):
        pictures = workshop.draw(source, first=2, count=5, width=300)
        assert pictures.sha256 == hashlib.sha256(TEXT).hexdigest()
        assert (pictures.size, pictures.pages) == (len(TEXT), 3)
        assert [picture.number for picture in pictures.pictures] == [2, 3]


def test_a_picture_is_as_wide_as_asked_for_and_shows_the_page(workshop: PdfWorkshop) -> None:
    (picture,) = workshop.draw(PdfSource(content=TEXT), width=600).pictures
    with Image.open(io.BytesIO(picture.png)) as image:
        assert image.size == (picture.width, picture.height)
        assert picture.width == pytest.approx(600, abs=1)
        assert picture.height == pytest.approx(600 * 297 / 210, abs=2)
        levels = image.convert("L").histogram()
    assert sum(levels[:30]) > 100
    assert levels[255] > sum(levels) / 2


def test_a_filled_field_is_seen_before_it_is_signed(workshop: PdfWorkshop) -> None:
    plain = workshop.draw(PdfSource(content=TEXT), width=600).pictures[0]
    filled = workshop.draw(PdfSource(content=made.with_form(TEXT)), width=600).pictures[0]
    assert plain.png != filled.png


def test_the_number_of_pages_and_pixels_is_limited(workshop: PdfWorkshop) -> None:
    many = made.text_pdf(MOST_PAGES + 3)
    assert len(workshop.draw(PdfSource(content=many), count=100, width=50).pictures) == MOST_PAGES

    def enlarge(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, 14_000, 14_000])

    (picture,) = workshop.draw(
        PdfSource(content=made.changed(TEXT, enlarge)), width=50_000
    ).pictures
    assert picture.width * picture.height <= MOST_PIXELS * 1.01


def test_a_page_that_is_a_hair_s_breadth_is_refused(workshop: PdfWorkshop) -> None:
    def narrow(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, 0.01, 14_000])

    with pytest.raises(PdfUnreadableError):
        workshop.draw(PdfSource(content=made.changed(TEXT, narrow)))


def test_errors_come_through_as_they_are(workshop: PdfWorkshop, tmp_path: Path) -> None:
    with pytest.raises(PdfUnreadableError):
        workshop.draw(PdfSource(content=b"no"))
    with pytest.raises(PdfPasswordError):
        workshop.draw(PdfSource(content=made.encrypted(TEXT, user="u")))
    with pytest.raises(FileUnreadableError) as raised:
        workshop.draw(PdfSource(path=str(tmp_path / "none.pdf")))
    assert raised.value.detail == "ENOENT"
    asked = MendFile(PdfSource(content=made.encrypted(TEXT)), str(tmp_path / "copy.pdf"))
    with pytest.raises(MendRefusedError) as refused:
        workshop.mend(asked)
    assert refused.value.reason == "restricted"


def test_a_worker_that_hangs_is_killed_in_time() -> None:
    hanging = stub("while True: pass")
    started = time.monotonic()
    with pytest.raises(WorkerFailedError) as raised:
        hanging.look(PdfSource(content=TEXT))
    assert raised.value.worker == "pages"
    assert time.monotonic() - started < 10
    hanging.close()


@pytest.mark.parametrize("action", ["import os; os._exit(3)", "print('nonsense', flush=True)"])
def test_a_worker_that_crashes_or_talks_nonsense_is_an_error_of_ours(action: str) -> None:
    failing = stub(action, seconds=10)
    with pytest.raises(WorkerFailedError):
        failing.look(PdfSource(content=TEXT))
    failing.close()


def test_after_a_crash_the_next_question_is_answered(workshop: PdfWorkshop) -> None:
    workshop.look(PdfSource(content=TEXT))
    worker = workshop._worker
    assert worker is not None
    worker.close()
    assert workshop.look(PdfSource(content=TEXT)).pages == 3


def test_a_question_can_be_cancelled() -> None:
    hanging = stub("while True: pass", seconds=60)
    cancel = Cancellation()
    threading.Timer(0.3, cancel.cancel).start()
    with pytest.raises(Cancelled):
        hanging.look(PdfSource(content=TEXT), cancel)
    hanging.close()


def test_a_worker_that_cannot_start_is_an_error_of_ours() -> None:
    with pytest.raises(WorkerFailedError):
        PdfWorkshop(command=["/nonexistent/nmo"]).look(PdfSource(content=TEXT))


def test_memory_that_runs_out_is_an_answer_or_the_end_of_the_worker(workshop: PdfWorkshop) -> None:
    def bomb(pdf: pikepdf.Pdf) -> None:
        side = 60_000
        image = pikepdf.Stream(pdf, bytes(1000))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width = image.Height = side
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Im0=image)
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"q 500 0 0 500 0 0 cm /Im0 Do Q"))

    content = made.changed(TEXT, bomb)
    with suppress(WorkerFailedError):
        assert workshop.look(PdfSource(content=content)).pages in (0, 3)
    assert workshop.look(PdfSource(content=TEXT)).pages == 3
