"""Is a paper a PDF that archives take, with text that can be read back and nothing cut off?"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pikepdf
import pypdfium2 as pdfium
import pytest

from desktop_app.core.accounts import Account, AccountLevel, SessionState
from desktop_app.core.errors.papers import (
    PaperFieldUnknownError,
    PaperIncompleteError,
    TemplateUnknownError,
)
from desktop_app.core.papers import Paper
from desktop_app.core.resources import resource_path
from desktop_app.services.papers.sheet import printable_signs
from desktop_app.services.papers.template_papers import TemplatePapers
from desktop_app.services.papers.template_reader import read_templates
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.services.use_cases import LoginService, TokenService
from desktop_app.signing.certificates import read_certificate
from tests.certificates.authority import Wanted, root
from tests.unit.services.papers.paper_values import least, whole

TEMPLATES = read_templates(resource_path("templates"))
AT = datetime(2026, 3, 1, 14, 5, tzinfo=timezone(timedelta(hours=3)))
A4 = (595.28, 841.89)
NARROWEST_MARGIN = 28
"""Points."""


def make_papers(
    account: Account | None = None, tokens: object = None, workshop: PdfWorkshop | None = None
) -> TemplatePapers:
    login = SimpleNamespace(state=lambda: SessionState(account))
    return TemplatePapers(
        TEMPLATES,
        cast(TokenService, tokens),
        cast(LoginService, login),
        workshop or PdfWorkshop(),
        clock=lambda: AT,
    )


PAPERS = make_papers()


def written(template: str, values: dict[str, str]) -> Paper:
    return PAPERS.compose(template, values, AT)


def text_of(paper: Paper) -> str:
    document = pdfium.PdfDocument(paper.content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_the_text_can_be_read_back(template: str) -> None:
    values = whole(TEMPLATES[template])
    paper = written(template, values)
    read = text_of(paper)
    check = PAPERS.check(template, values)
    for name in ("full_name", "snils", "details", "new_number", "school"):
        if name in check.fields:
            assert re.sub(r"\s+", " ", check.fields[name].shown) in read
    assert "Дата и время составления: 01.03.2026 14:05 (UTC+03:00)" in read
    assert f"Страница {paper.pages} из {paper.pages}" in read
    assert f"Редакция {TEMPLATES[template].version}" in read


@pytest.mark.parametrize("template", list(TEMPLATES))
@pytest.mark.parametrize("filled", [whole, least])
def test_the_same_values_give_the_same_bytes(template: str, filled: object) -> None:
    values = whole(TEMPLATES[template]) if filled is whole else least(TEMPLATES[template])
    assert written(template, values) == written(template, values)


def test_another_moment_gives_another_document() -> None:
    values = whole(TEMPLATES["request"])
    later = PAPERS.compose("request", values, AT + timedelta(minutes=1))
    assert later.sha256 != written("request", values).sha256


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_the_file_says_what_it_is_and_embeds_its_font(template: str) -> None:
    paper = written(template, whole(TEMPLATES[template]))
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        metadata = pdf.open_metadata()
        assert metadata.pdfa_status == "2U"
        assert metadata["dc:title"] == TEMPLATES[template].title.ru
        assert metadata["xmp:CreateDate"] == "2026-03-01T11:05:00+00:00"
        assert str(pdf.Root.Lang) == "ru-RU"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
        for font in fonts:
            descendant = font.DescendantFonts[0]
            assert "/FontFile2" in descendant.FontDescriptor
            assert re.match(r"/[A-Z]{6}\+DejaVu", str(font.BaseFont))
        assert not {"/AcroForm", "/AA", "/Names"} & set(pdf.Root.keys())


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_nothing_runs_over_the_edge_however_long_the_values_are(template: str) -> None:
    values = whole(TEMPLATES[template])
    for field in TEMPLATES[template].fields:
        if field.kind == "text":
            values[field.name] = ("Оченьдлинноесловобезпробелов" * 8 + " и ещё")[:290]
        elif field.kind == "lines":
            values[field.name] = "\n".join(["строка " + "Щ" * 300] * 12)
        elif field.kind == "full-name":
            values[field.name] = f"{'Константинопольская-' * 5}Иванова Мария"
    paper = written(template, values)
    assert paper.pages > 1
    document = pdfium.PdfDocument(paper.content)
    for page in document:
        assert page.get_size() == pytest.approx(A4, abs=0.01)
        for box in page.get_objects():
            left, bottom, right, top = box.get_bounds()
            assert left > NARROWEST_MARGIN
            assert right < A4[0] - NARROWEST_MARGIN
            assert bottom > NARROWEST_MARGIN
            assert top < A4[1] - NARROWEST_MARGIN
    read = text_of(paper).replace(" ", "")
    assert values["full_name"].replace(" ", "") in read.replace("\ufffe", "").replace("\u0002", "-")


def test_the_signer_never_stands_alone_on_a_page() -> None:
    template = TEMPLATES["consent"]
    values = whole(template)
    for count in range(1, 30):
        values["data_items"] = "\n".join(["сведения"] * count)
        document = pdfium.PdfDocument(written("consent", values).content)
        last = document[len(document) - 1].get_textpage().get_text_bounded()
        assert "Подписывает" in last
        assert "Согласие добровольное" in last


def test_the_font_has_what_people_write() -> None:
    signs = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя№«»—–„“…€₽°±×½ÄÖÜßéñçŁőІЇЄЎқғҷөүһ"
    assert {
        ord(sign) for sign in signs + signs.upper() if len(sign) == 1
    } - printable_signs() == set()
    assert ord("🙂") not in printable_signs() or ord("中") not in printable_signs()


def test_what_is_missing_is_named() -> None:
    with pytest.raises(PaperIncompleteError) as raised:
        PAPERS.compose("request", {"full_name": "Иванова Мария", "email": "x@"}, AT)
    assert raised.value.flaws == {
        "addressee": "field.required",
        "email": "field.email-unfinished",
        "subject": "field.required",
        "details": "field.required",
    }


def test_unknown_templates_and_fields_are_refused() -> None:
    with pytest.raises(TemplateUnknownError):
        PAPERS.compose("letter", {}, AT)
    with pytest.raises(PaperFieldUnknownError):
        PAPERS.check("request", {"pin": "1234"})


ACCOUNT = Account(
    id="1",
    full_name="Петров Сергей Николаевич",
    snils="14567890147",
    level=AccountLevel.CONFIRMED,
    roles=(),
    speciality="Кардиология",
    organisation="ГБУЗ «Больница»",
)


def test_the_account_fills_in_what_it_knows() -> None:
    known = make_papers(ACCOUNT).known_values("registration")
    assert known["full_name"] == "Петров Сергей Николаевич"
    assert known["speciality"] == "Кардиология"
    assert known["workplace"] == "ГБУЗ «Больница»"


def test_the_certificate_s_owner_comes_before_the_account_s() -> None:
    wanted = Wanted("CN", snils="11223344595", surname="Иванова", given_name="Мария Петровна")
    certificate = read_certificate(root("Корень").issue(wanted).der)
    found = SimpleNamespace(certificate=certificate)
    tokens = SimpleNamespace(find=lambda prefix: (None, found))
    known = make_papers(ACCOUNT, tokens).known_values("consent", certificate.id[:8])
    assert known["snils"] == "112-233-445 95"
    assert known["certificate"] == certificate.id
    assert known["full_name"] == "Иванова Мария Петровна"


def test_nothing_is_known_without_account_and_certificate() -> None:
    assert make_papers().known_values("consent") == {}


def test_the_paper_s_name_is_one_that_every_portal_takes() -> None:
    paper = written("consent", whole(TEMPLATES["consent"]))
    assert paper.file_name == "soglasie-2026-03-01.pdf"
    assert paper.written_at.astimezone(UTC) == AT.astimezone(UTC)


def test_what_is_shown_is_what_will_be_signed(tmp_path: Path) -> None:
    paper = written("request", whole(TEMPLATES["request"]))
    file = tmp_path / paper.file_name
    file.write_bytes(paper.content)
    workshop = PdfWorkshop()
    papers = make_papers(workshop=workshop)
    for document in (paper.content, file):
        pictures = papers.pictures(document, width=200)
        assert (pictures.sha256, pictures.pages) == (paper.sha256, paper.pages)
        assert len(pictures.pictures) == 1
    workshop.close()
