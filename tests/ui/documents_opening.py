"""The page «Документы» alone, with the courier that the window gives it."""

from __future__ import annotations

from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.outbox_courier import OutboxCourier
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.theme import Theme


def open_documents(
    services: Services, background: Background, theme: Theme
) -> tuple[DocumentsPage, OutboxCourier]:
    """Return the page as the window opens it."""
    page = DocumentsPage(services, background, theme)
    courier = OutboxCourier(services, background, page)
    page.follow(courier)
    courier.begin()
    page.refresh()
    return page, courier
