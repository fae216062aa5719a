"""The page «Журнал»: who did what and when, as far as the role may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
)

from desktop_app.core.cancellation import Progress
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import NotSignedInError, RoleForbiddenError, SessionExpiredError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_cells import current_time
from desktop_app.ui.journal_bar import JournalBar
from desktop_app.ui.journal_model import JournalTableModel
from desktop_app.ui.journal_presenter import JournalPresenter, Shown
from desktop_app.ui.page import Page
from desktop_app.ui.state_view import StateView
from desktop_app.ui.table_exporting import Make, TableExporting
from desktop_app.ui.theme import Theme

MARGIN = 24
_ROW_HEIGHT = 36
_WIDTHS = {4: (150, 300, 260, 220), 5: (150, 250, 240, 200, 160)}


class JournalPage(Page):
    """Asks the portal each time it is opened; the log of this computer needs no network."""

    login_requested = Signal()
    """The person wants to sign in."""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        *,
        now: Callable[[], datetime] = current_time,
    ) -> None:
        super().__init__()
        self.title = self.tr("Журнал")
        self._services = services
        self._theme = theme
        self._shown: Shown | None = None
        self.presenter = JournalPresenter(services, background, self, now)
        self.exporting = TableExporting(services, background, self)
        self.bar = JournalBar(self)
        self.model = JournalTableModel(self)
        self.table = QTableView(self)
        self.state_view = StateView(theme, self)
        self._build()
        self._connect()
        self._paint_icons()

    def refresh(self) -> None:
        """Ask anew for what is chosen."""
        self.presenter.ask(self.bar.wanted())

    def search(self) -> None:
        """Put the cursor where one searches by name, or by object where names do not count."""
        field = self.bar.person if self.bar.person.isEnabled() else self.bar.subject
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.facts = QLabel()
        self.facts.setProperty("tone", "muted")
        self.facts.setWordWrap(True)
        self.more = QPushButton(self.tr("Показать более ранние"))
        self.stop = QPushButton(self.tr("Отменить"))
        self.stop.hide()
        self.reread = QPushButton()
        self.reread.setToolTip(self.tr("Обновить (F5)"))
        self.reread.setAccessibleName(self.tr("Обновить"))
        self.export = QPushButton()
        self.export.setToolTip(self.tr("Сохранить или напечатать показанное"))
        self.export.setAccessibleName(self.tr("Сохранить или напечатать показанное"))
        self.export.setMenu(self.exporting.menu(self._file_name, self._make, self.export))
        self._set_up_table()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(heading)
        top.addStretch(1)
        for button in (self.export, self.reread):
            top.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.facts, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.more)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.state_view)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.title)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)

    def _connect(self) -> None:
        self.bar.changed.connect(self.presenter.ask)
        self.reread.clicked.connect(self.refresh)
        self.more.clicked.connect(self.presenter.ask_more)
        self.presenter.started.connect(self._started)
        self.presenter.shown.connect(self._show)
        self.presenter.failed.connect(self._fail)
        self.stop.clicked.connect(self.exporting.cancel)
        self.exporting.started.connect(lambda: self._show_export(self.tr("Выгружаем…"), True))
        self.exporting.progressed.connect(self._show_progress)
        self.exporting.saved.connect(self._saved)
        self.exporting.printed.connect(
            lambda: self._show_export(self.tr("Передано принтеру."), False)
        )
        self.exporting.cancelled.connect(
            lambda: self._show_export(self.tr("Выгрузка отменена."), False)
        )
        self.exporting.failed.connect(lambda error: self._show_export(self._line(error), False))
        self._theme.changed.connect(self._paint_icons)

    def _started(self) -> None:
        self.facts.setText(self.tr("Читаем журнал…"))
        self.more.hide()

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        count = len(shown.rows.rows)
        self.model.show_rows(shown.rows)
        for place, width in enumerate(_WIDTHS.get(len(shown.rows.titles), ())):
            self.table.setColumnWidth(place, width)
        facts = [self.tr("%n строк", "", count)]
        if shown.broken is not None:
            words = self.tr("запись {number} изменена не программой: покажите это ИТ-специалисту")
            facts.append(words.format(number=shown.broken))
        self.facts.setText(" · ".join(facts))
        self.more.setVisible(shown.more)
        self.export.setEnabled(bool(count))
        if count:
            self._stack.setCurrentWidget(self.table)
            return
        self._state("history", self.tr("Строк нет"), self.tr("Под этот отбор ничего не подходит."))

    def _fail(self, error: NmoError) -> None:
        self._shown = None
        self.export.setEnabled(False)
        self.facts.clear()
        self._stack.setCurrentWidget(self.state_view)
        message = self._services.catalogue.of_error(error, self._services.language)
        if isinstance(error, NotSignedInError | SessionExpiredError):
            words, action = self.tr("Перейти ко входу"), self.login_requested.emit
            self.state_view.show_error("log-in", message, words, action)
        elif isinstance(error, RoleForbiddenError):
            words = self.tr("Показать журнал этого компьютера")
            self.state_view.show_error("lock", message, words, self._show_computer)
        else:
            self.state_view.show_error("wifi-off", message, self.tr("Повторить"), self.refresh)

    def _state(self, icon: str, title: str, text: str) -> None:
        self.state_view.show_state(icon, title, text)
        self._stack.setCurrentWidget(self.state_view)

    def _show_computer(self) -> None:
        self.bar.source.setCurrentIndex(1)

    def _file_name(self) -> str:
        return self.tr("Журнал {day}").format(day=f"{datetime.now().astimezone():%d.%m.%Y}")

    def _make(self) -> Make:
        assert self._shown is not None  # noqa: S101 - without lines the menu is off
        return self._shown.sheet

    def _show_progress(self, progress: Progress) -> None:
        words = self.tr("Выгружаем: {done} из {total}")
        self.facts.setText(words.format(done=progress.done, total=progress.total))

    def _saved(self, path: Path) -> None:
        self._show_export(self.tr("Сохранено: {path}").format(path=path), False)

    def _show_export(self, text: str, running: bool) -> None:
        self.facts.setText(text)
        self.stop.setVisible(running)
        self.export.setEnabled(not running)

    def _line(self, error: NmoError) -> str:
        message = self._services.catalogue.of_error(error, self._services.language)
        return f"{message.title}. {message.remedy}"

    def _paint_icons(self) -> None:
        self.reread.setIcon(self._theme.icon("rotate-cw"))
        self.export.setIcon(self._theme.icon("download"))
