"""Putting together what writes papers; its parts are imported when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.paper_service import PaperService
    from desktop_app.services.pdf.workshop import PdfWorkshop
    from desktop_app.services.use_cases import LoginService, TokenService


class LazyWorkshop:
    """The one worker for PDF files, made at its first use and ended with the program."""

    def __init__(self) -> None:
        self._made: PdfWorkshop | None = None

    def __call__(self) -> PdfWorkshop:
        """Return the workshop, always the same one."""
        from desktop_app.services.pdf.workshop import PdfWorkshop  # noqa: PLC0415

        if self._made is None:
            self._made = PdfWorkshop()
        return self._made

    def close(self) -> None:
        """End the worker, if there is one."""
        if self._made is not None:
            self._made.close()


def make_papers(
    tokens: TokenService, login: LoginService, workshop: Callable[[], PdfWorkshop]
) -> PaperService:
    """Return what writes papers from the program's templates."""
    from desktop_app.core.resources import resource_path  # noqa: PLC0415
    from desktop_app.services.papers.template_papers import TemplatePapers  # noqa: PLC0415
    from desktop_app.services.papers.template_reader import read_templates  # noqa: PLC0415

    templates = read_templates(resource_path("templates"))
    return TemplatePapers(templates, tokens, login, workshop())
