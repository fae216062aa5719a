"""The page «Сертификаты»: from the first failed loading to a checked table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex

from desktop_app.services.saved_filters import SavedFilter
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.reminders_dialog import RemindersDialog
from desktop_app.ui.versions_dialog import VersionsDialog
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage

SAVED_FILTER = "Хирургия"
"""A name that the person gave."""


def credential_scenes(stage: Stage) -> None:
    """Sign in, and picture the page without and with a table."""
    stage.sign_in(stage.person(0), then="portal-down")
    _without_table(stage)
    _with_table(stage)
    _checks(stage)
    _not_fresh(stage)


def _idle(stage: Stage) -> bool:
    return not stage.window.page(CredentialsPage).presenter.state.refreshing


def _refresh(stage: Stage) -> None:
    wait_until("the refresh before", lambda: _idle(stage))
    stage.window.page(CredentialsPage).refresh()
    wait_until("the refresh", lambda: _idle(stage))


def _without_table(stage: Stage) -> None:
    page = stage.window.page(CredentialsPage)
    wait_until("the failed loading", lambda: _idle(stage))
    stage.take("credentials-failed")
    stage.window.show_page(PageKey.LOGIN)
    stage.take("login-signed-in")
    stage.take_small("login-signed-in-small")
    for scenario in ("level-insufficient", "portal-busy"):
        stage.scenario(scenario)
        stage.window.show_page(PageKey.CREDENTIALS)
        _refresh(stage)
        stage.take(f"credentials-{scenario}")
    stage.scenario("portal-slow")
    page.refresh()
    stage.take("credentials-loading")
    page.presenter.cancel()
    stage.scenario("normal")


def _with_table(stage: Stage) -> None:
    page = stage.window.page(CredentialsPage)
    _refresh(stage)
    page.table.selectRow(2)
    page.table.setFocus()
    stage.take("credentials-table")
    stage.take_small("credentials-table-small")
    page.headline.more.click()
    settle()
    menu = page.headline.more.menu()
    stage.camera.take("credentials-columns-menu", menu)
    menu.close()
    page.headline.export.click()
    settle()
    exports = page.headline.export.menu()
    stage.camera.take("credentials-export-menu", exports)
    exports.close()
    page.extras.reminding.show_dialog()
    settle()
    dialog = page.findChild(RemindersDialog)
    assert dialog is not None
    stage.camera.take("credentials-reminders", dialog)
    dialog.reject()
    _cycle(stage)
    _document_history(stage)
    page.filter_bar.chips[2].click()
    stage.take("credentials-renewal")
    page.extras.filters.use(SavedFilter(SAVED_FILTER, search="хирургия"))
    stage.take_small("credentials-saved-filter-small")
    page.filter_bar.field.setText("ъъъ")
    wait_until("the empty result", page.nothing_found.isVisible)
    stage.take("credentials-nothing-found")
    page.filter_bar.reset()
    settle()


def _cycle(stage: Stage) -> None:
    """Picture the five-year cycle, which stands where no row is chosen."""
    page = stage.window.page(CredentialsPage)
    page.table.clearSelection()
    page.table.setCurrentIndex(QModelIndex())
    wait_until("the cycle", lambda: "\n" in page.details.hint.text())
    stage.take("credentials-cycle")
    stage.take_small("credentials-cycle-small")


def _document_history(stage: Stage) -> None:
    """Replace the document of the chosen row and picture row and history."""
    page = stage.window.page(CredentialsPage)
    credentials = stage.services.credentials
    row = next(each for each in page.model.in_view() if each.has_document)
    credentials.replace(row.id, credentials.document(row.id))
    _refresh(stage)
    page.table.selectRow(page.model.find([row.id])[0].row())
    stage.take("credentials-on-review")
    page.extras.replacing.show_history(row.id, row.name)
    dialog = page.findChild(VersionsDialog)
    assert dialog is not None
    wait_until("the versions", lambda: dialog.list.count() > 0)
    stage.camera.take("credentials-history", dialog)
    dialog.reject()


def _checks(stage: Stage) -> None:
    page = stage.window.page(CredentialsPage)
    stage.scenario("portal-slow")
    page.headline.check_all.click()
    stage.take("credentials-checking")
    page.footer.stop.click()
    wait_until("the cancelled check", lambda: not page.checking.running)
    stage.take("credentials-cancelled")
    stage.scenario("normal")
    page.headline.check_all.click()
    wait_until("the check of all", lambda: not page.checking.running)
    stage.take("credentials-checked")


def _not_fresh(stage: Stage) -> None:
    stage.scenario("portal-down")
    _refresh(stage)
    stage.take("credentials-offline")
    stage.take_small("credentials-offline-small")
    stage.scenario("normal")
    stage.scenario("session-expired")
    _refresh(stage)
    stage.take("credentials-session-expired")
    stage.take_small("credentials-session-expired-small")
    stage.sign_in(stage.person(0))
    _refresh(stage)
