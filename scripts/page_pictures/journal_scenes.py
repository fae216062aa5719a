"""The page «Журнал»: lines of the portal, of this computer, and without a network."""

from __future__ import annotations

from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.journal import JournalPage
from scripts.page_pictures.camera import wait_until
from scripts.page_pictures.stage import Stage


def journal_scenes(stage: Stage) -> None:
    """Picture the page in each of its states, signed in."""
    stage.window.show_page(PageKey.JOURNAL)
    page = stage.window.page(JournalPage)
    wait_until("the journal", lambda: page.table.isVisible() and page.model.rowCount() > 0)
    stage.take("journal-portal")
    stage.take_small("journal-portal-small")
    page.bar.subject.setText("ъъъ")
    wait_until("no lines", page.state_view.isVisible)
    stage.take("journal-nothing")
    page.bar.subject.clear()
    page.bar.source.setCurrentIndex(1)
    wait_until("the log", lambda: page.table.isVisible() and page.model.columnCount() == 4)
    stage.take("journal-computer")
    stage.scenario("portal-down")
    page.bar.source.setCurrentIndex(0)
    wait_until("the failure", page.state_view.isVisible)
    stage.take("journal-failed")
    stage.scenario("normal")
    page.refresh()
    wait_until("the journal", page.table.isVisible)
