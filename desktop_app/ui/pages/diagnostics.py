"""The page «Диагностика»: why it does not work, and the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
)

from desktop_app.core.catalogue import Message
from desktop_app.core.diagnostics import CheckResult, DiagnosisReport, Profile
from desktop_app.core.errors import NmoError
from desktop_app.services.diagnostics.first_cause import first_concern
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.diagnostics_actions import DiagnosisActions
from desktop_app.ui.diagnostics_bar import DiagnosisBar
from desktop_app.ui.diagnostics_details import DiagnosisDetails
from desktop_app.ui.diagnostics_footer import DiagnosisFooter
from desktop_app.ui.diagnostics_head import DiagnosisHead
from desktop_app.ui.diagnostics_list import DiagnosisListView
from desktop_app.ui.diagnostics_model import DiagnosisModel
from desktop_app.ui.diagnostics_presenter import DiagnosisPresenter
from desktop_app.ui.diagnostics_words import DiagnosisWords, is_trouble
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.page import Page
from desktop_app.ui.pin_change_presenter import PinTask
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

MARGIN = 24


class DiagnosticsPage(Page):
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
        self.actions_here = DiagnosisActions(services, background, theme, self)
        self.model = DiagnosisModel(self.words, self)
        self._build(theme)
        self._connect()
        self._show_idle()

    def refresh(self) -> None:
        """Check again; opening the page starts nothing."""
        self.run()

    def run(self) -> None:
        """Carry out the checks of the chosen profile and show what has to be mended first."""
        self._wanted = ""
        self._run()

    def _run(self) -> None:
        self.presenter.run(self.bar.profile())

    def explain(self, check: str, profile: Profile = Profile.LOGIN) -> None:
        """Carry out a profile and show this check; an empty one shows the first cause."""
        self._wanted = check
        self.bar.choose(profile)
        self._run()

    def _build(self, theme: Theme) -> None:
        self.bar = DiagnosisBar(self.title, self.words, theme)
        self.message = MessageView(theme)
        self.notice = MessageView(theme, "info")
        self.head = DiagnosisHead(self.words, theme)
        self.list = DiagnosisListView(self.model, theme)
        self.details = DiagnosisDetails(self.words, theme, self.actions_here.words)
        self.state = StateView(theme)
        self.state.button.setProperty("primary", "true")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.details)
        self.splitter.setSizes([1000, 1000])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        self._stack.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        column.setSpacing(12)
        for widget in (self.bar, self.message, self.notice, self.head):
            column.addWidget(widget)
        column.addLayout(self._filter())
        column.addWidget(self._stack, 1)
        self.footer = DiagnosisFooter()
        column.addWidget(self.footer)

    def _filter(self) -> QHBoxLayout:
        self.only_troubles = QCheckBox(self.tr("Только то, что требует внимания"))
        self.counts = QLabel()
        self.counts.setProperty("tone", "muted")
        self.counts.setWordWrap(True)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.addWidget(self.only_troubles)
        row.addWidget(self.counts, 1)
        return row

    def _connect(self) -> None:
        presenter = self.presenter
        self.bar.run_wanted.connect(self.run)
        self.head.cancel_wanted.connect(presenter.cancel)
        self.head.remedy_wanted.connect(self._remedy)
        self.only_troubles.toggled.connect(self._filter_rows)
        self.list.check_chosen.connect(self._show_chosen)
        self.details.again_wanted.connect(self._check_again)
        presenter.planned.connect(self._show_plan)
        presenter.checked.connect(self._show_results)
        presenter.checked.connect(self.actions_here.mending.take)
        presenter.ended.connect(self._show_report)
        presenter.stopped.connect(self._show_stopped)
        presenter.failed.connect(self._show_error)
        presenter.running_changed.connect(self._show_running)
        self._connect_actions()

    def _connect_actions(self) -> None:
        actions, footer, presenter = self.actions_here, self.footer, self.presenter
        self.details.action_wanted.connect(actions.act)
        actions.changed.connect(self._check_again)
        actions.checked.connect(self._take_trial)
        actions.login_wanted.connect(self.login_requested)
        actions.nothing_fits.connect(lambda: self.explain("", Profile.SIGN))
        actions.saved.connect(self._show_saved)
        actions.pin_changed.connect(self._show_pin_changed)
        actions.failed.connect(self._show_error)
        footer.trial.clicked.connect(actions.trial.start)
        footer.change_pin.triggered.connect(lambda: actions.pins.start(PinTask.CHANGE))
        footer.unblock_pin.triggered.connect(lambda: actions.pins.start(PinTask.UNBLOCK))
        footer.report.clicked.connect(lambda: actions.save_report(presenter.report))
        footer.bundle.clicked.connect(lambda: actions.show_bundle(presenter.report))
        self.bar.fixes.clicked.connect(actions.show_fixes)

    def _show_idle(self) -> None:
        self.bar.run.hide()
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
        self.bar.allow(running=running)
        self.details.allow(running=running)
        self._allow_footer()
        if running:
            self.message.clear()
            self.notice.clear()
            self.head.show()
            self.head.show_running(0, 0)

    def _show_plan(self, checks: tuple[str, ...]) -> None:
        self.only_troubles.setEnabled(False)
        self.only_troubles.setChecked(False)
        self.bar.run.show()
        self.model.plan(checks)
        self.only_troubles.show()
        self._stack.setCurrentWidget(self.splitter)
        self.list.scrollToTop()
        self.details.show_check("", None)
        if self.presenter.running:
            self.head.show_running(0, len(checks))
        self._count()

    def _show_results(self, results: Sequence[CheckResult]) -> None:
        for result in results:
            self.model.take(result)
            if self.list.chosen() == result.id:
                self._show_chosen(result.id)
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
        first = first_concern(report)
        wanted = self._wanted or (first.check if first else "") or self.list.chosen()
        shown = not self._wanted or is_trouble(self.model.result(self._wanted))
        self.only_troubles.setChecked(bool(self.model.troubles) and shown)
        self._wanted = ""
        self.list.choose(wanted)
        self._count()
        self._allow_footer()

    def _show_stopped(self) -> None:
        self._wanted = ""
        self.head.show_stopped(self.model.done, self.model.total)
        self._count()

    def _show_error(self, error: NmoError) -> None:
        services = self._services
        self.message.show_message(services.catalogue.of_error(error, services.language))
        if self.presenter.report is None:
            self.head.hide()

    def _show_saved(self, file: str) -> None:
        self.message.clear()
        title = self.tr("Сохранено. Программа ничего никуда не отправляет.")
        self.notice.show_message(Message("", title, file, ""))

    def _show_pin_changed(self) -> None:
        """Say so, and check again what was checked before."""
        if self.presenter.report is not None or self.presenter.running:
            self.run()
        text = self.tr("Новый PIN действует с этого момента. Прежний больше не подходит.")
        self.message.clear()
        self.notice.show_message(Message("", self.tr("PIN сменён"), text, ""))

    def _take_trial(self, result: CheckResult) -> None:
        """Show the row of the trial signature, also where nothing was checked before."""
        if not self.model.total:
            self._show_plan((result.id,))
        self.only_troubles.setChecked(False)
        self._wanted = result.id
        self.presenter.take(result)
        self.list.choose(result.id)

    def _check_again(self, check: str) -> None:
        self._wanted = check
        self.presenter.check_again([check])

    def _filter_rows(self, only: bool) -> None:
        chosen = self.list.chosen()
        self.model.show_only_troubles(only)
        self.list.choose(chosen)

    def _show_chosen(self, check: str) -> None:
        self.details.show_check(check, self.model.result(check))
        self.details.allow(running=self.presenter.running)

    def _allow_footer(self) -> None:
        known = self.presenter.report is not None
        self.footer.allow(running=self.presenter.running, known=known)

    def _count(self) -> None:
        model, report = self.model, self.presenter.report
        parts = [
            self.tr("Проверено: {done} из {total}").format(done=model.done, total=model.total),
            self.tr("требуют внимания: {count}").format(count=model.troubles),
        ]
        if report is not None:
            spent = self.tr("попыток PIN потрачено: {count}")
            parts.append(spent.format(count=report.pin_tries_spent))
        self.counts.setText(" · ".join(parts))

    def _remedy_words(self, report: DiagnosisReport) -> str:
        concern = first_concern(report)
        words = self.actions_here.words(concern.finding) if concern is not None else ""
        return words or (self.tr("Проверить ещё раз") if report.first_cause is not None else "")

    def _remedy(self) -> None:
        report = self.presenter.report
        first = first_concern(report) if report is not None else None
        if first is None or not self.actions_here.act(first.check, first.finding):
            self.run()
