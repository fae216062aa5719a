"""What a person can do with papers, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

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
