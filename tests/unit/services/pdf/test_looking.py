"""Does the worker see how a file opens, what is in it and how its pages look?"""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest
from PIL import Image

from desktop_app.services.pdf.facts import Active, Opens, PdfFacts
from desktop_app.services.pdf.messages import PdfSource
from desktop_app.services.pdf.worker.looking import look_at
from tests.unit.services.pdf import made_pdfs as made

TEXT = made.text_pdf(2)


def seen(content: bytes) -> PdfFacts:
    return look_at(PdfSource(content=content))


def test_a_plain_document_has_nothing_to_be_said_of() -> None:
    facts = seen(TEXT)
    assert facts.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert (facts.opens, facts.header_at, facts.pages) == (Opens.WELL, 0, 2)
    assert (facts.active, facts.signatures, facts.is_restricted) == ((), (), False)
    for look in facts.looks:
        assert look.ink > 0.02
        assert (look.is_scan, look.turn, look.is_sideways) == (False, 0, False)


@pytest.mark.parametrize(
    "content", [b"", b"Hello", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0" + bytes(100)]
)
def test_what_is_no_pdf_does_not_open(content: bytes) -> None:
    assert seen(content).opens is Opens.NOT


def test_a_rebuilt_table_is_seen() -> None:
    facts = seen(made.with_broken_table(TEXT))
    assert (facts.opens, facts.pages) == (Opens.MENDED, 2)


def test_rubbish_before_the_header_is_seen() -> None:
    assert seen(b"\r\n\r\n<html>" + TEXT).header_at == 10


def test_a_password_and_a_restriction_are_two_things() -> None:
    assert seen(made.encrypted(TEXT, user="user")).opens is Opens.WITH_PASSWORD
    facts = seen(made.encrypted(TEXT))
    assert (facts.opens, facts.is_restricted, facts.pages) == (Opens.WELL, True, 2)


@pytest.mark.parametrize(
    ("content", "active"),
    [
        (made.with_javascript(TEXT), (Active.JAVASCRIPT,)),
        (made.with_launch(TEXT), (Active.LAUNCH,)),
        (made.with_attachment(TEXT), (Active.ATTACHMENTS,)),
        (made.with_form(TEXT), (Active.FORM,)),
        (made.with_form(TEXT, xfa=True), (Active.FORM, Active.XFA)),
        (made.with_layers(TEXT, hidden=False), (Active.LAYERS,)),
        (made.with_layers(TEXT, hidden=True), (Active.LAYERS, Active.HIDDEN_LAYERS)),
        (made.with_web_link(TEXT), ()),
    ],
    ids=["javascript", "launch", "attachment", "form", "xfa", "layers", "hidden", "web-link"],
)
def test_what_acts_or_changes_is_named(content: bytes, active: tuple[Active, ...]) -> None:
    assert seen(content).active == active


@pytest.mark.parametrize("whole", [True, False])
def test_signatures_are_seen_and_whether_anything_follows_them(*, whole: bool) -> None:
    (signature,) = seen(made.with_signature_field(TEXT, whole=whole)).signatures
    assert (signature.field, signature.signer) == ("Signature1", "Петров Сергей")
    assert signature.covers_whole_file is whole


def test_an_empty_page_is_seen_by_its_ink() -> None:
    first, second = seen(made.text_pdf(2, blank=(2,))).looks
    assert first.ink > 0.02
    assert second.ink == 0


@pytest.mark.parametrize("dots", [75, 200])
def test_the_resolution_of_a_scan_is_measured(dots: int) -> None:
    (look,) = seen(made.scan_pdf(made.scan_image(dots), dots)).looks
    assert look.is_scan
    assert look.dots_per_inch == pytest.approx(dots, abs=2)
    assert look.ink > 0.01


def test_an_empty_scan_has_no_ink_and_a_black_one_is_dark() -> None:
    paper = Image.effect_noise(made.A4_AT_100, 10).point(lambda level: min(level + 110, 255))
    (empty,) = seen(made.scan_pdf(paper, 100)).looks
    assert empty.ink < 0.0005
    (black,) = seen(made.scan_pdf(Image.new("L", made.A4_AT_100, 10), 100)).looks
    assert black.darkness > 0.99


def test_a_faint_scan_has_hardly_any_ink() -> None:
    (look,) = seen(made.scan_pdf(made.scan_image(100, faint=True), 100)).looks
    assert look.ink < 0.0005


@pytest.mark.parametrize(
    ("turned", "sideways"), [(0, False), (90, True), (180, False), (270, True)]
)
def test_a_scan_lying_on_its_side_is_seen(turned: int, *, sideways: bool) -> None:
    image = made.scan_image(100).rotate(turned, expand=True)
    (look,) = seen(made.scan_pdf(image, 100)).looks
    assert look.is_sideways is sideways


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_that_does_not_stand_upright_is_seen_with_its_turn(turn: int) -> None:
    content = made.changed(TEXT, lambda pdf: pdf.pages[0].rotate(turn, relative=True))
    first, second = seen(content).looks
    assert first.turn == -turn % 360
    assert second.turn == 0


def test_text_written_sideways_on_an_upright_page_is_seen() -> None:
    def write_sideways(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(pikepdf.Stream(pdf, b"q 0 1 -1 0 595 0 cm"), prepend=True)
        page.contents_add(pikepdf.Stream(pdf, b"Q"))

    (look, _second) = seen(made.changed(TEXT, write_sideways)).looks
    assert look.turn == 90


def test_a_page_turned_to_set_its_sideways_text_upright_is_upright() -> None:
    def write_and_turn(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(pikepdf.Stream(pdf, b"q 0 1 -1 0 595 0 cm"), prepend=True)
        page.contents_add(pikepdf.Stream(pdf, b"Q"))
        page.rotate(90, relative=True)

    assert seen(made.changed(TEXT, write_and_turn)).looks[0].turn == 0


def test_only_the_first_pages_are_looked_at_but_all_are_counted() -> None:
    with pikepdf.open(io.BytesIO(made.text_pdf(1))) as pdf:
        for _copy in range(149):
            pdf.pages.append(pdf.pages[0])
        written = io.BytesIO()
        pdf.save(written)
    facts = seen(written.getvalue())
    assert facts.pages == 150
    assert len(facts.looks) == 100
