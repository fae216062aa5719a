"""The page «Диагностика»: why it does not work, and the way out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.diagnostics import CheckResult, DiagnosisReport, Finding, Profile
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.diagnostics_details import DiagnosisDetails
from desktop_app.ui.diagnostics_head import DiagnosisHead
from desktop_app.ui.diagnostics_list import DiagnosisListView
from desktop_app.ui.diagnostics_mending import Mending
from desktop_app.ui.diagnostics_model import DiagnosisModel, DiagnosisRole
from desktop_app.ui.diagnostics_presenter import DiagnosisPresenter
from desktop_app.ui.diagnostics_remedies import Remedy, remedy_of
from desktop_app.ui.diagnostics_words import DiagnosisWords
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

MARGIN = 24
_PROFILES = (Profile.LOGIN, Profile.SIGN, Profile.CONSENT, Profile.NETWORK, Profile.FULL)


class DiagnosticsPage(QWidget):
    """One sentence on top, every check below it; nothing here spends a PIN try by itself."""

    login_requested = Signal()
    """The remedy is to sign in."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._wanted = ""
        self.title = self.tr("Диагностика")
        self.words = DiagnosisWords(services.catalogue, services.language)
        self.presenter = DiagnosisPresenter(services, background, self)
        self.mending = Mending(services, background, theme, self)
        self.model = DiagnosisModel(self.words, self)
        self._build(theme)
        self._connect()
        self._show_idle()

    def refresh(self) -> None:
        """Check again what was checked before."""
        if self.presenter.report is not None or self.presenter.running:
            self.run()

    def search(self) -> None:
        """There is nothing to search on this page."""

    def run(self) -> None:
        """Carry out the checks of the chosen profile."""
        self.presenter.run(Profile(str(self.profile.currentData())))

    def explain(self, check: str, profile: Profile = Profile.LOGIN) -> None:
        """Carry out a profile and show this check; an empty one shows the first cause."""
        self._wanted = check
        self.profile.setCurrentIndex(self.profile.findData(profile.value))
        self.run()

    def _build(self, theme: Theme) -> None:
        self.message = MessageView(theme)
        self.head = DiagnosisHead(self.words, theme)
        self.list = DiagnosisListView(self.model, theme)
        self.details = DiagnosisDetails(self.words, theme, self._action_words)
        self.state = StateView(theme)
        self.state.button.setProperty("primary", "true")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        self._stack.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        column.setSpacing(12)
        column.addLayout(self._top())
        for widget in (self.message, self.head):
            column.addWidget(widget)
        column.addLayout(self._filter())
        column.addWidget(self._stack, 1)

    def _top(self) -> QHBoxLayout:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.profile = QComboBox()
        self.profile.setAccessibleName(self.tr("Для чего проверить"))
        self.profile.setToolTip(self.tr("Для чего проверить"))
        for profile in _PROFILES:
            words = self.words.profile(profile)
            self.profile.addItem(f"{words[:1].upper()}{words[1:]}", profile.value)
        self.run_button = QPushButton(self.tr("Проверить"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(heading)
        row.addStretch()
        row.addWidget(self.profile)
        row.addWidget(self.run_button)
        return row

    def _filter(self) -> QHBoxLayout:
        self.only_troubles = QCheckBox(self.tr("Только то, что требует внимания"))
        self.counts = QLabel()
        self.counts.setProperty("tone", "muted")
        row = QHBoxLayout()
        row.addWidget(self.only_troubles)
        row.addStretch()
        row.addWidget(self.counts)
        return row

    def _connect(self) -> None:
        presenter = self.presenter
        self.run_button.clicked.connect(self.run)
        self.profile.activated.connect(lambda _row: self.run())
        self.head.cancel_wanted.connect(presenter.cancel)
        self.head.remedy_wanted.connect(self._remedy)
        self.only_troubles.toggled.connect(self._filter_rows)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.details.action_wanted.connect(self._act)
        self.details.again_wanted.connect(lambda check: presenter.check_again([check]))
        self.mending.changed.connect(lambda check: presenter.check_again([check]))
        self.mending.failed.connect(self._show_error)
        presenter.planned.connect(self._show_plan)
        presenter.checked.connect(self._show_result)
        presenter.ended.connect(self._show_report)
        presenter.stopped.connect(self._show_stopped)
        presenter.failed.connect(self._show_error)
        presenter.running_changed.connect(self._show_running)

    def _show_idle(self) -> None:
        self.head.hide()
        self.only_troubles.hide()
        self._stack.setCurrentWidget(self.state)
        self.state.show_state(
            "stethoscope",
            self.tr("Узнаем, что мешает войти или подписать"),
            self.tr(
                "Программа посмотрит компьютер, считыватель, драйвер, токен, сертификаты и "
                "связь с порталом. PIN не нужен, ни одна попытка его ввода не тратится."
            ),
            self.tr("Проверить"),
            self.run,
        )

    def _show_running(self) -> None:
        running = self.presenter.running
        self.run_button.setEnabled(not running)
        self.profile.setEnabled(not running)
        self.details.allow(running=running)
        if running:
            self.message.clear()
            self.head.show()
            self.head.show_running(0, 0)

    def _show_plan(self, checks: tuple[str, ...]) -> None:
        self._show_all()
        self.model.plan(checks)
        self.only_troubles.show()
        self._stack.setCurrentWidget(self.splitter)
        self.details.show_check("", None)
        self._count()

    def _show_result(self, result: CheckResult) -> None:
        chosen = self._chosen()
        self.model.take(result)
        if chosen == result.id:
            self._choose(chosen)
        if self.presenter.running:
            self.head.show_running(self.model.done, self.model.total)
        self._count()

    def _show_report(self, report: DiagnosisReport) -> None:
        for result in report.results:
            if self.model.result(result.id) != result:
                self.model.take(result)
        self.head.show()
        self.head.show_report(report, self._remedy_words(report))
        self.only_troubles.setEnabled(bool(self.model.troubles))
        first = report.first_cause.check if report.first_cause else ""
        wanted = self._wanted or self._chosen() or first
        self.only_troubles.setChecked(bool(self.model.troubles) and not self._wanted)
        self._wanted = ""
        self._choose(wanted)
        self._count()

    def _show_stopped(self) -> None:
        self._wanted = ""
        self.head.show_stopped(self.model.done, self.model.total)
        self._count()

    def _show_error(self, error: NmoError) -> None:
        services = self._services
        self.message.show_message(services.catalogue.of_error(error, services.language))
        if self.presenter.report is None:
            self.head.hide()

    def _show_all(self) -> None:
        self.only_troubles.setEnabled(False)
        self.only_troubles.setChecked(False)

    def _filter_rows(self, only: bool) -> None:
        chosen = self._chosen()
        self.model.show_only_troubles(only)
        self._choose(chosen)

    def _choose(self, check: str) -> None:
        """Choose a check, else the first one that is shown."""
        index = self.model.index_of(check)
        if not index.isValid():
            rows = (self.model.index(row) for row in range(self.model.rowCount()))
            index = next((each for each in rows if each.data(DiagnosisRole.CHECK)), index)
        self.list.setCurrentIndex(index)
        self._show_chosen(index)

    def _chosen(self) -> str:
        index = self.list.currentIndex()
        return str(index.data(DiagnosisRole.CHECK) or "") if index.isValid() else ""

    def _show_chosen(self, index: QModelIndex, *_: object) -> None:
        check = str(index.data(DiagnosisRole.CHECK) or "") if index.isValid() else ""
        self.details.show_check(check, self.model.result(check))
        self.details.allow(running=self.presenter.running)

    def _count(self) -> None:
        words = self.tr("Проверено: {done} из {total}, требуют внимания: {troubles}")
        self.counts.setText(
            words.format(done=self.model.done, total=self.model.total, troubles=self.model.troubles)
        )

    def _action_words(self, finding: Finding) -> str:
        match remedy_of(finding):
            case Remedy.FIX:
                return self.words.fix_title(finding.fix or "")
            case Remedy.SIGN_IN:
                return self.tr("Войти")
        return ""

    def _remedy_words(self, report: DiagnosisReport) -> str:
        if report.first_cause is None:
            return ""
        words = self._action_words(report.first_cause.finding)
        return words or self.tr("Проверить ещё раз")

    def _remedy(self) -> None:
        report = self.presenter.report
        first = report.first_cause if report is not None else None
        if first is None or not self._act(first.check, first.finding):
            self.run()

    def _act(self, check: str, finding: Finding) -> bool:
        """Do what the program can about a finding; False where that is nothing."""
        match remedy_of(finding):
            case Remedy.FIX:
                self.mending.plan(check, finding)
            case Remedy.SIGN_IN:
                self.login_requested.emit()
            case _:
                return False
        return True
