"""The page «Сертификаты»: the table of credentials and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.cancellation import Progress
from desktop_app.core.credentials import CheckOutcome
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_cells import current_time
from desktop_app.ui.credentials_checking import CredentialChecking, while_alive
from desktop_app.ui.credentials_columns import CredentialWords
from desktop_app.ui.credentials_delegate import CredentialDelegate
from desktop_app.ui.credentials_details import CredentialDetails
from desktop_app.ui.credentials_extras import CredentialExtras, PageParts
from desktop_app.ui.credentials_filter_bar import CredentialFilterBar
from desktop_app.ui.credentials_footer import CredentialFooter
from desktop_app.ui.credentials_header import TableHeader
from desktop_app.ui.credentials_headline import CredentialHeadline
from desktop_app.ui.credentials_layout import TableLayout, keep_layout, read_layout
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_presenter import CredentialsPresenter
from desktop_app.ui.credentials_rows import CredentialRows
from desktop_app.ui.credentials_state import CheckSummary, Notice, PageState, Situation
from desktop_app.ui.credentials_table import CredentialTableView
from desktop_app.ui.credentials_words import CredentialStateWords, StateWords
from desktop_app.ui.page import Page
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

MARGIN = 24
_DETAILS_HEIGHT = 164


def _open_in_system(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class CredentialsPage(Page):
    """Cache first, then the portal; in every state the same places for the same things."""

    login_requested = Signal()
    """The person wants to sign in."""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        *,
        open_file: Callable[[Path], bool] = _open_in_system,
        now: Callable[[], datetime] = current_time,
    ) -> None:
        super().__init__()
        self.title = self.tr("Сертификаты")
        self._services = services
        self._background = background
        self._open_file = open_file
        words = CredentialWords(self)
        self.words = CredentialStateWords(services.catalogue, services.language, self)
        self.presenter = CredentialsPresenter(services, background, words, self)
        self.checking = CredentialChecking(services, background, self)
        self.model = CredentialTableModel(words, self, now)
        self.headline = CredentialHeadline(self.title, theme, self, now)
        self.filter_bar = CredentialFilterBar(theme, self)
        self.table = CredentialTableView(self.model, self)
        self.table.setItemDelegate(CredentialDelegate(theme, self.table))
        self.header = TableHeader(self.table, words)
        self.details = CredentialDetails(words, theme, self, now)
        self.footer = CredentialFooter(words, self)
        self.state_view = StateView(theme, self)
        self.nothing_found = StateView(theme, self)
        self.extras = CredentialExtras(services, background, theme, self._parts(), now)
        self._lay_out()
        self._connect_widgets()
        self._connect_services()
        self.header.apply(read_layout(services.settings))
        self._fill(self.nothing_found, self.words.nothing_found(), self.filter_bar.reset)
        self._show_state(self.presenter.state)

    def refresh(self) -> None:
        """Read the table again; what is shown stays until newer rows are here."""
        self.presenter.refresh()

    def search(self) -> None:
        """Put the cursor into the search field."""
        self.filter_bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.field.selectAll()

    def _parts(self) -> PageParts:
        return PageParts(
            page=self,
            headline=self.headline,
            filter_bar=self.filter_bar,
            header=self.header,
            model=self.model,
            footer=self.footer,
            presenter=self.presenter,
            details=self.details,
        )

    def _lay_out(self) -> None:
        self._rows = QStackedWidget(self)
        self._rows.addWidget(self.table)
        self._rows.addWidget(self.nothing_found)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self._rows)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([10_000, _DETAILS_HEIGHT])
        body = QWidget(self)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.filter_bar)
        inner.addWidget(splitter, 1)
        inner.addWidget(self.footer)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(body)
        self._pages.addWidget(self.state_view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        layout.setSpacing(8)
        layout.addWidget(self.headline)
        layout.addWidget(self._pages, 1)

    def _connect_widgets(self) -> None:
        self.headline.check_all.clicked.connect(self._check_all)
        self.headline.check_chosen.clicked.connect(self._check_chosen)
        self.headline.refresh.clicked.connect(self.refresh)
        self.headline.notice_answered.connect(self._answer_notice)
        self.filter_bar.filter_changed.connect(self.model.set_filter)
        self.model.layoutChanged.connect(self._show_counts)
        self.table.memory.changed.connect(self._show_choice)
        self.table.check_requested.connect(self._check_one)
        self.table.document_requested.connect(self._open_document)
        self.table.menu_requested.connect(self._show_menu)
        self.details.check_requested.connect(self._check_one)
        self.details.document_requested.connect(self._open_document)
        self.footer.cancelled.connect(self.checking.cancel)
        self.extras.changed.connect(self._show_choice)
        self.extras.open_wanted.connect(self._open_fetched)
        self.extras.failed.connect(self._show_failure)
        self.header.changed.connect(self._keep_layout)

    def _connect_services(self) -> None:
        self.presenter.state_changed.connect(self._show_state)
        self.presenter.rows_changed.connect(self._show_rows)
        self.presenter.document_ready.connect(self._open_fetched)
        self.presenter.document_failed.connect(self._show_failure)
        self.checking.started.connect(self._check_started)
        self.checking.checked.connect(self._take_checks)
        self.checking.progressed.connect(self.footer.show_progress)
        self.checking.finished.connect(self._check_finished)
        self.checking.failed.connect(self._check_failed)

    def _show_state(self, state: PageState) -> None:
        self.headline.show_state(state, self.words.of_error(state.error) if state.error else "")
        self._pages.setCurrentIndex(0 if state.situation is Situation.TABLE else 1)
        if state.situation is not Situation.TABLE:
            self._fill(self.state_view, self.words.of_state(state), self._answer_state)
        if state.situation is Situation.FAILED and state.error is not None:
            self.state_view.show_code(state.error.code)
        self._show_choice()

    def _fill(self, view: StateView, words: StateWords, action: Callable[[], object]) -> None:
        view.show_state(words.icon, words.title, words.text, words.button, action)
        # A layout does not ask a centred label how high its wrapped lines are.
        for label in (view.title, view.text):
            label.ensurePolished()
            label.setMinimumHeight(label.heightForWidth(label.maximumWidth()))

    def _show_rows(self, rows: CredentialRows) -> None:
        with self.table.memory.place_kept():
            self.model.set_rows(rows)
        self.filter_bar.count(rows.credentials)

    def _show_counts(self) -> None:
        shown, total = self.model.rowCount(), len(self.model.credentials)
        self._rows.setCurrentIndex(1 if total and not shown else 0)

    def _show_choice(self) -> None:
        chosen = self.table.memory.chosen()
        current = self.table.memory.current() or (chosen[0] if len(chosen) == 1 else None)
        busy = self.checking.running or self.extras.running
        whole = not self.presenter.state.promised
        can_check = self.presenter.state.signed_in and not busy
        self.headline.export.setEnabled(not busy and whole)
        self.model.permit_checks(permitted=can_check)
        checking = current is not None and current.id in self.model.cells.checking
        self.details.show_credential(current, can_check=can_check, checking=checking)
        self.headline.show_chosen(len(chosen))
        self.headline.check_chosen.setEnabled(can_check and bool(chosen))
        self.headline.check_all.setEnabled(can_check and whole and bool(self.model.credentials))
        if not busy:
            shown, total = self.model.rowCount(), len(self.model.credentials)
            self.footer.show_counts(shown, total, len(chosen))

    def _answer_state(self) -> None:
        match self.presenter.state.situation:
            case Situation.SIGNED_OUT:
                self.login_requested.emit()
            case Situation.LOADING:
                self.presenter.cancel()
            case _:
                self.refresh()

    def _answer_notice(self, notice: Notice) -> None:
        if notice is Notice.SIGNED_OUT:
            self.login_requested.emit()
        else:
            self.refresh()

    def _check_all(self) -> None:
        self.checking.start(row.id for row in self.model.in_view())

    def _check_chosen(self) -> None:
        self.checking.start(row.id for row in self.table.memory.chosen())

    def _check_one(self, credential_id: str) -> None:
        self.checking.start([credential_id])

    def _check_started(self, credential_ids: frozenset[str]) -> None:
        self.model.set_checking(credential_ids)
        self.footer.show_progress(Progress(0, len(credential_ids)))
        self._show_choice()

    def _take_checks(self, outcomes: tuple[CheckOutcome, ...]) -> None:
        self.model.take_checks(outcomes)
        self._show_choice()

    def _check_finished(self, summary: CheckSummary) -> None:
        self.model.set_checking(())
        self._show_choice()
        self.footer.show_summary(summary, self.words.of_code(summary.error_code))

    def _check_failed(self, error: NmoError) -> None:
        self.model.set_checking(())
        self.presenter.take_check_error(error)
        self._show_choice()
        self._show_failure(error)

    def _show_failure(self, error: NmoError) -> None:
        self.footer.tell(self.words.of_error(error))

    def _open_document(self, credential_id: str) -> None:
        self.footer.show_text(self.tr("Открываем документ…"))
        self.presenter.open_document(credential_id)

    def _open_fetched(self, path: Path) -> None:
        opened = self._open_file(path)
        words = (
            self.tr("Документ открыт: {path}") if opened else self.tr("Документ сохранён: {path}")
        )
        self.footer.tell(words.format(path=path))

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("rows")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu)
        menu.popup(place)

    def _fill_menu(self, menu: QMenu) -> None:
        chosen, current = self.table.memory.chosen(), self.table.memory.current()
        check = menu.addAction(self.headline.check_chosen.text(), self._check_chosen)
        check.setEnabled(self.headline.check_chosen.isEnabled() and bool(chosen))
        document = menu.addAction(self.tr("Открыть PDF"))
        document.setEnabled(current is not None and current.has_document)
        if current is not None:
            document.triggered.connect(lambda: self._open_document(current.id))
        menu.addSeparator()
        menu.addActions([self.table.copy_rows, self.table.copy_cell])

    def _keep_layout(self, layout: TableLayout) -> None:
        settings = self._services.settings
        self._background.start(
            lambda _cancel, _progress: keep_layout(settings, layout),
            failed=while_alive(self, self._show_failure),
        )
