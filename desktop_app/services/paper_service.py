"""What a person can do with papers, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.page_pictures import PagePictures
from desktop_app.core.papers import Paper, PaperCheck, PaperTemplate


class PaperService(Protocol):
    """Documents from templates: filled in, checked, written, shown before they are signed."""

    def templates(self) -> tuple[PaperTemplate, ...]:
        """Return the templates in the order in which they are offered."""

    def template(self, name: str) -> PaperTemplate:
        """Return one template. Raises ``TemplateUnknownError``."""

    def known_values(self, template: str, certificate_id: str = "") -> Mapping[str, str]:
        """Return what the program knows already, by the field's name.

        The certificate's owner comes before the account's, since it is who signs. Raises
        ``TemplateUnknownError``, ``CertificateNotFoundError``, ``CertificateAmbiguousError``.
        """

    def check(self, template: str, values: Mapping[str, str]) -> PaperCheck:
        """Return what the values are worth; cheap enough for each key that is pressed.

        A field that is not among the values has its default. Raises ``TemplateUnknownError``,
        ``PaperFieldUnknownError``.
        """

    def compose(
        self, template: str, values: Mapping[str, str], written_at: datetime | None = None
    ) -> Paper:
        """Write the paper; the same values and moment give the same bytes.

        ``written_at`` is aware, None means now. Raises ``TemplateUnknownError``,
        ``PaperFieldUnknownError``, ``PaperIncompleteError``.
        """

    def pictures(
        self,
        document: bytes | Path,
        first: int = 1,
        count: int = 1,
        width: int = 1000,
        cancel: Cancellation | None = None,
    ) -> PagePictures:
        """Draw ``count`` pages of a PDF (at most 20) from page ``first``, ``width`` pixels wide.

        The digest that comes along is that of the very bytes that were drawn: sign these.
        Raises ``PdfUnreadableError``, ``PdfPasswordError``, ``FileUnreadableError``,
        ``FileTooLargeError``, ``WorkerFailedError``, ``Cancelled``.
        """
