"""ФРМР: the last report, comparing now, the schedule, the way to the support."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from desktop_app.core.certificates import Certificate
from desktop_app.core.message_format import time_text
from desktop_app.core.name_places import NameCase, NameRelation
from desktop_app.core.register_sync import SyncReport, SyncState
from desktop_app.core.tokens import TokenOverview
from desktop_app.services.program import Services
from desktop_app.services.register_ticket import register_ticket
from desktop_app.services.storage.settings import REGISTER_SYNC_DAYS
from desktop_app.ui.background import Background
from desktop_app.ui.register_panel import RegisterPanel, words_label
from desktop_app.ui.theme import Theme

_DAYS = (0, 1, 7, 14, 30)


class SyncPanel(RegisterPanel):
    """What the profile took over, what waits for whom, and names that differ."""

    ticket_wanted = Signal(object)
    """``TicketText``: the person wants to write to the support."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__(services, background, theme)
        self._certificates: tuple[Certificate, ...] = ()
        self._state = SyncState(None, None)
        self.details = words_label()
        self.table = self._table()
        self.ticket_button = QPushButton(self.tr("Написать в поддержку"))
        self.ticket_button.setToolTip(self.tr("Открыть обращение с готовым текстом"))
        self.ticket_button.clicked.connect(self._offer_ticket)
        self.ticket_button.hide()
        self.run_button = QPushButton(self.tr("Сверить сейчас"))
        self.run_button.setProperty("primary", "true")
        self.run_button.clicked.connect(self.run)
        self.schedule = QComboBox()
        column = QVBoxLayout(self)
        self.lay_out_head(column, (self.ticket_button, self.run_button))
        column.addWidget(self.details)
        column.addWidget(self.table, 1)
        column.addLayout(self._schedule_row())
        self.details.hide()

    def refresh(self) -> None:
        """Ask for the last report."""
        certificates = self._certificates
        self.work.start(
            lambda cancel: self._services.registers.sync.state(certificates, cancel), self._show
        )

    def run(self) -> None:
        """Have the portal compare now."""
        self.message.clear()
        certificates = self._certificates
        self.work.start(
            lambda cancel: self._services.registers.sync.run(certificates, cancel), self._show
        )

    def forget(self) -> None:
        """Show no report."""
        super().forget()
        self._show_report(SyncState(None, None))

    def take_tokens(self, overview: TokenOverview) -> None:
        """Remember the certificates whose names are compared too."""
        self._certificates = tuple(
            each.certificate for token in overview.tokens for each in token.certificates
        )

    def _show(self, state: SyncState) -> None:
        self.message.clear()
        self._show_report(state)

    def _show_report(self, state: SyncState) -> None:
        self._state = state
        report = state.report
        self.ticket_button.setVisible(state.needs_action)
        self._fill(report)
        lines = self._details(state)
        self.details.setText("\n".join(lines))
        self.details.setVisible(bool(lines))
        if report is None:
            self.show_headline(
                "circle-dashed",
                "muted",
                self.tr("Сверки с ФРМР ещё не было"),
                self.tr("Портал сравнит свои сведения с регистром и возьмёт оттуда новое."),
            )
            return
        at = time_text(report.finished_at, self._services.language)
        icon = ("triangle-alert", "warn") if state.needs_action else ("circle-check", "ok")
        headline = (
            self.tr("Нужны действия · {at}")
            if state.needs_action
            else self.tr("Сведения совпадают с ФРМР · {at}")
        )
        step = self.tr("Портал недоступен, это сохранённый отчёт.") if state.offline else ""
        self.show_headline(*icon, headline.format(at=at), step)

    def _details(self, state: SyncState) -> list[str]:
        services, lines = self._services, []
        for refusal in state.refusals:
            message = services.catalogue.message(refusal.code, refusal.data, services.language)
            who = self.tr("Кто действует: {who}.").format(
                who=self.word("mender", refusal.mender.value)
            )
            lines += [f"{message.title}. {message.text} {message.remedy} {who}"]
        if state.names is not None and state.names.relation is not NameRelation.SAME:
            lines += self._name_lines(state.names)
        return lines

    def _name_lines(self, case: NameCase) -> list[str]:
        lines = [f"{self.word('name-case', case.relation.value)}:"]
        lines += [
            f"— {self.word('name-place', each.place.value)}: {each.full_name}"
            for each in case.names
        ]
        lines.append(self.word("name-case-text", case.relation.value))
        if case.relation is NameRelation.SPELLING:
            traits = ", ".join(self.word("name-trait", trait.value) for trait in case.traits)
            return [*lines, self.tr("Различаются: {traits}.").format(traits=traits)]
        lines += [f"— {self.word('name-mend', place.value)}" for place in case.differing]
        if case.is_account_alone:
            lines.append(
                self.tr(
                    "ФРМР и сертификат совпадают: возможно, устарела сама учётная запись. {mend}"
                ).format(mend=self.word("name-mend", "account"))
            )
        return lines

    def _fill(self, report: SyncReport | None) -> None:
        differences = () if report is None else report.differences
        self.table.setRowCount(len(differences))
        self.table.setVisible(bool(differences))
        for row, each in enumerate(differences):
            cells = (
                self.word("record-section", each.section.value),
                each.title,
                each.profile_value or "—",
                each.register_value or "—",
                self.word("difference", each.kind.value),
            )
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, column, item)

    def _table(self) -> QTableWidget:
        headings = [
            self.tr("Раздел"),
            self.tr("Что"),
            self.tr("На портале"),
            self.tr("В ФРМР"),
            self.tr("Итог"),
        ]
        table = QTableWidget(0, len(headings))
        table.setHorizontalHeaderLabels(headings)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setAccessibleName(self.tr("Расхождения с ФРМР"))
        table.hide()
        return table

    def _schedule_row(self) -> QHBoxLayout:
        caption = QLabel(self.tr("Сверять самой программой:"))
        caption.setBuddy(self.schedule)
        names = {0: self.tr("никогда"), 1: self.tr("каждый день")}
        for days in _DAYS:
            self.schedule.addItem(names.get(days) or self.tr("каждые %n дн.", "", days), days)
        chosen = self._services.settings.get(REGISTER_SYNC_DAYS)
        self.schedule.setCurrentIndex(max(0, self.schedule.findData(chosen)))
        self.schedule.activated.connect(self._set_schedule)
        row = QHBoxLayout()
        row.addWidget(caption)
        row.addWidget(self.schedule)
        row.addStretch()
        return row

    def _set_schedule(self, _row: int) -> None:
        self._services.settings.set(REGISTER_SYNC_DAYS, self.schedule.currentData())

    def _offer_ticket(self) -> None:
        account = self._services.login.state().account
        self.ticket_wanted.emit(register_ticket(self._state, account, self._services.catalogue))
