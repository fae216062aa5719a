"""The table of pages: one line makes a page part of the window, in the order of the rail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.page import Page
from desktop_app.ui.pages.account import AccountPage
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pages.journal import JournalPage
from desktop_app.ui.pages.login import LoginPage
from desktop_app.ui.pages.registers import RegistersPage
from desktop_app.ui.pages.support import SupportPage
from desktop_app.ui.pages.verification import VerificationPage
from desktop_app.ui.theme import Theme

PageMaker = Callable[[Services, Background, Theme], Page]


class PageKey(StrEnum):
    """What a page is called in the program, whatever its place in the rail."""

    LOGIN = "login"
    CREDENTIALS = "credentials"
    CONSENT = "consent"
    DOCUMENTS = "documents"
    VERIFICATION = "verification"
    ACCOUNT = "account"
    REGISTERS = "registers"
    JOURNAL = "journal"
    SUPPORT = "support"
    DIAGNOSTICS = "diagnostics"


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page, before it is made."""

    key: PageKey
    icon: str
    title: str
    make: PageMaker
    keeps: bool = False
    """Opened again, it shows what it showed before: only the person has it read anew."""


class PageTable(QObject):
    """What pages say to each other stands in ``page_connections``."""

    def rows(self) -> tuple[PageRow, ...]:
        """Return the pages with titles in the language in force."""
        return (
            PageRow(PageKey.LOGIN, "log-in", self.tr("Вход"), LoginPage, keeps=True),
            PageRow(PageKey.CREDENTIALS, "table-2", self.tr("Сертификаты"), CredentialsPage),
            PageRow(PageKey.CONSENT, "file-pen-line", self.tr("Согласия и настройки"), ConsentPage),
            PageRow(PageKey.DOCUMENTS, "files", self.tr("Документы"), DocumentsPage),
            PageRow(
                PageKey.VERIFICATION,
                "shield-check",
                self.tr("Проверка подписи"),
                VerificationPage,
                keeps=True,
            ),
            PageRow(PageKey.ACCOUNT, "user", self.tr("Учётная запись"), AccountPage),
            PageRow(PageKey.REGISTERS, "badge-check", self.tr("Регистрация и ФРМР"), RegistersPage),
            PageRow(PageKey.JOURNAL, "history", self.tr("Журнал"), JournalPage),
            PageRow(PageKey.SUPPORT, "circle-help", self.tr("Поддержка"), SupportPage),
            PageRow(
                PageKey.DIAGNOSTICS,
                "stethoscope",
                self.tr("Диагностика"),
                DiagnosticsPage,
                keeps=True,
            ),
        )
