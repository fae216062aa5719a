"""Papers written from the program's templates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.papers import (
    PaperFieldUnknownError,
    PaperIncompleteError,
    TemplateUnknownError,
)
from desktop_app.core.page_pictures import PagePictures
from desktop_app.core.papers import SIGNER, Known, Paper, PaperCheck, PaperTemplate
from desktop_app.services.papers.filling import check_values, printed_blocks
from desktop_app.services.papers.known_values import of_account, of_certificate
from desktop_app.services.papers.sheet import paper_pdf, printable_signs
from desktop_app.services.pdf.messages import PdfSource
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.services.use_cases import LoginService, TokenService


def _now() -> datetime:
    return datetime.now().astimezone()


class TemplatePapers:
    """Implements ``PaperService``."""

    def __init__(
        self,
        templates: Mapping[str, PaperTemplate],
        tokens: TokenService,
        login: LoginService,
        workshop: PdfWorkshop,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._templates = templates
        self._tokens = tokens
        self._login = login
        self._workshop = workshop
        self._clock = clock

    def templates(self) -> tuple[PaperTemplate, ...]:
        """Return the templates in the order in which they are offered."""
        return tuple(self._templates.values())

    def template(self, name: str) -> PaperTemplate:
        """Return one template. Raises ``TemplateUnknownError``."""
        if name not in self._templates:
            raise TemplateUnknownError(name, list(self._templates))
        return self._templates[name]

    def known_values(self, template: str, certificate_id: str = "") -> Mapping[str, str]:
        """Return what the program knows already; see ``PaperService``."""
        fields = self.template(template).fields
        known: dict[Known, str] = {}
        account = self._login.state().account
        if account is not None:
            known |= of_account(account)
        if certificate_id:
            known |= of_certificate(self._tokens.find(certificate_id)[1].certificate)
        return {field.name: known[field.known] for field in fields if field.known in known}

    def check(self, template: str, values: Mapping[str, str]) -> PaperCheck:
        """Return what the values are worth; see ``PaperService``."""
        return self._checked(self.template(template), values, self._clock())

    def compose(
        self, template: str, values: Mapping[str, str], written_at: datetime | None = None
    ) -> Paper:
        """Write the paper; see ``PaperService``."""
        chosen = self.template(template)
        moment = written_at or self._clock()
        check = self._checked(chosen, values, moment)
        if not check.is_complete:
            flaws = {name: found[0].code for name, found in check.flaws.items()}
            raise PaperIncompleteError(list(flaws), flaws)
        author = check.fields[SIGNER].shown
        blocks = printed_blocks(chosen, check)
        content, pages = paper_pdf(chosen.title.ru, author, chosen.version, blocks, moment)
        return Paper(
            template=chosen.id,
            title=chosen.title.ru,
            file_name=f"{chosen.file_name}-{moment:%Y-%m-%d}.pdf",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            pages=pages,
            written_at=moment,
        )

    def pictures(
        self,
        document: bytes | Path,
        first: int = 1,
        count: int = 1,
        width: int = 1000,
        cancel: Cancellation | None = None,
    ) -> PagePictures:
        """Draw pages of a PDF; see ``PaperService``."""
        source = (
            PdfSource(path=str(document.absolute()))
            if isinstance(document, Path)
            else PdfSource(content=document)
        )
        return self._workshop.draw(source, first, count, width, cancel)

    @staticmethod
    def _checked(
        template: PaperTemplate, values: Mapping[str, str], moment: datetime
    ) -> PaperCheck:
        for name in values:
            if template.field(name) is None:
                raise PaperFieldUnknownError(name, [field.name for field in template.fields])
        return check_values(template, values, moment.date(), _can_print)


def _can_print(sign: str) -> bool:
    return ord(sign) in printable_signs()
