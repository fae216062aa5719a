"""Putting together what writes papers; its parts are imported when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.paper_service import PaperService
    from desktop_app.services.use_cases import LoginService, TokenService


def make_papers(tokens: TokenService, login: LoginService) -> PaperService:
    """Return what writes papers from the program's templates."""
    from desktop_app.core.resources import resource_path  # noqa: PLC0415
    from desktop_app.services.papers.template_papers import TemplatePapers  # noqa: PLC0415
    from desktop_app.services.papers.template_reader import read_templates  # noqa: PLC0415

    return TemplatePapers(read_templates(resource_path("templates")), tokens, login)
