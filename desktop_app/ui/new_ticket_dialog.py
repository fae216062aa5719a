"""A request to support: to whom, the fields they need, when it happened, what goes along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import NmoError
from desktop_app.core.forms import Form
from desktop_app.core.tickets import SupportDesk, TicketDraft, TicketTopic
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.paper_form import PaperForm
from desktop_app.ui.theme import Theme
from desktop_app.ui.ticket_attachments import TicketAttachments

_SIZE = (760, 720)
_CHOICE_WIDTH = 260
_FIELD_HEIGHT = 36
_CHECK_MILLISECONDS = 50


class NewTicketDialog(QDialog):
    """The draft leaves in ``written`` once every field is right.

    ``begun`` are values of fields that are known already, or a whole draft that is changed.
    """

    written = Signal(object)
    """The ``TicketDraft``."""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        window: QWidget,
        begun: Mapping[str, str] | TicketDraft | None = None,
    ) -> None:
        super().__init__(window)
        before = begun if isinstance(begun, TicketDraft) else None
        self._begun = dict(begun.values if isinstance(begun, TicketDraft) else begun or {})
        self._later_moments = before.moments[1:] if before else ()
        """From `nmo support new --at … --at …`; the dialog shows the first."""
        self._services = services
        self._background = background
        self.form: PaperForm | None = None
        title = self.tr("Изменить обращение") if before else self.tr("Новое обращение")
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(*_SIZE)
        self._timer = QTimer(self, singleShot=True, interval=_CHECK_MILLISECONDS)
        self._timer.timeout.connect(self._check)
        self.message = MessageView(theme)
        self.attachments = TicketAttachments(services, background, window)
        self.attachments.failed.connect(self._show_failure)
        self._build()
        self._show_draft(before or TicketDraft(SupportDesk.NMO, {}))
        self.desk.currentIndexChanged.connect(self._choose)
        self._choose()

    def draft(self, form: PaperForm) -> TicketDraft:
        """Return what is written, whatever it is worth."""
        seconds = self.moment.dateTime().toSecsSinceEpoch()
        moments = (datetime.fromtimestamp(seconds, UTC), *self._later_moments)
        if not self.has_moment.isChecked():
            moments = ()
        topic = TicketTopic(self.topic.currentData())
        files = tuple(self.attachments.files)
        return TicketDraft(self._desk(), form.values(), topic, moments, files)

    def _build(self) -> None:
        catalogue, language = self._services.catalogue, self._services.language
        self.desk, self.topic = QComboBox(), QComboBox()
        self.desk.setAccessibleName(self.tr("Куда"))
        self.topic.setAccessibleName(self.tr("О чём"))
        for desk in SupportDesk:
            self.desk.addItem(catalogue.word("support-desk", desk.value, language), desk.value)
        for topic in TicketTopic:
            self.topic.addItem(catalogue.word("ticket-topic", topic.value, language), topic.value)
        for choice in (self.desk, self.topic):
            choice.setMinimumSize(_CHOICE_WIDTH, _FIELD_HEIGHT)
        self.has_moment = QCheckBox(self.tr("Когда случилось"))
        self.moment = QDateTimeEdit(QDateTime.currentDateTime())
        self.moment.setAccessibleName(self.tr("Когда случилось"))
        self.moment.setMinimumHeight(_FIELD_HEIGHT)
        self.moment.setEnabled(False)
        self.has_moment.toggled.connect(self.moment.setEnabled)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(_row(self.desk, self.topic))
        column.addLayout(_row(self.has_moment, self.moment))
        column.addWidget(self.area, 1)
        column.addWidget(QLabel(self.tr("Приложить (не больше пяти файлов)")))
        column.addWidget(self.attachments)
        column.addLayout(self._buttons())

    def _show_draft(self, draft: TicketDraft) -> None:
        """Show everything but the fields of the desk's form."""
        self.desk.setCurrentIndex(self.desk.findData(draft.desk.value))
        self.topic.setCurrentIndex(self.topic.findData(draft.topic.value))
        if draft.moments:
            self.has_moment.setChecked(True)
            self.moment.setDateTime(QDateTime.fromSecsSinceEpoch(int(draft.moments[0].timestamp())))
        self.attachments.show_files(draft.files)

    def _buttons(self) -> QHBoxLayout:
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.send_button = QPushButton(self.tr("Отправить"))
        self.send_button.setProperty("primary", "true")
        self.send_button.setEnabled(False)
        row = QHBoxLayout()
        row.addStretch()
        for button, act in ((self.cancel_button, self.reject), (self.send_button, self._send)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def _desk(self) -> SupportDesk:
        return SupportDesk(self.desk.currentData())

    def _choose(self) -> None:
        """Show the desk's own fields; what was typed in those of the same name stays."""
        services, desk = self._services, self._desk()
        typed = self.form.values() if self.form is not None else self._begun

        def look(*_: object) -> tuple[Form, dict[str, str]]:
            support = services.support
            return support.form(desk), {**support.known_values(desk), **typed}

        self._background.start(
            look,
            done=while_alive(self, lambda found: self._show_form(desk, *found)),
            failed=while_alive(self, self._show_failure),
        )

    def _show_form(self, desk: SupportDesk, fields: Form, known: dict[str, str]) -> None:
        if desk is not self._desk():
            return
        self.form = PaperForm(fields, known, self._services.catalogue, self._services.language)
        self.form.edited.connect(self._timer.start)
        self.area.setWidget(self.form)
        self.send_button.setEnabled(True)
        self._check()

    def _check(self) -> None:
        if self.form is not None:
            self.form.show_check(self._services.support.check(self._desk(), self.form.values()))

    def _send(self) -> None:
        if self.form is None:
            return
        check = self._services.support.check(self._desk(), self.form.values())
        if not check.is_complete:
            self.form.lead_to_flaw(check)
            return
        draft = self.draft(self.form)
        self.accept()
        self.written.emit(draft)

    def _show_failure(self, error: NmoError) -> None:
        language = self._services.language
        self.message.show_message(self._services.catalogue.of_error(error, language))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row
