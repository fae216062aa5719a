"""«Новый документ»: a template, its fields, the very pages, and only then the signature."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import NmoError
from desktop_app.core.papers import Paper, PaperCheck, PaperTemplate
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.page_preview import PagePreview
from desktop_app.ui.paper_form import PaperForm
from desktop_app.ui.theme import Theme

_SIZE = (720, 600)
_CHECK_MILLISECONDS = 50


class NewDocumentDialog(QDialog):
    """The paper that was shown leaves in ``written``; those bytes and no others are signed."""

    written = Signal(object)
    """The ``Paper``, once its pages were seen and the person wants to sign them."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._templates: tuple[PaperTemplate, ...] = ()
        self._check: PaperCheck | None = None
        self.form: PaperForm | None = None
        self.paper: Paper | None = None
        self.setWindowTitle(self.tr("Новый документ"))
        self.setModal(True)
        self.resize(*_SIZE)
        self._timer = QTimer(self, singleShot=True, interval=_CHECK_MILLISECONDS)
        self._timer.timeout.connect(self._start_check)
        self._build(theme)
        background.start(
            lambda _cancel, _progress: services.papers.templates(),
            done=while_alive(self, self._offer),
            failed=while_alive(self, self._show_failure),
        )

    def _build(self, theme: Theme) -> None:
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Какой документ"))
        self.choice.currentIndexChanged.connect(self._choose)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setProperty("tone", "muted")
        self.message = MessageView(theme)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        writing = QWidget()
        inner = QVBoxLayout(writing)
        inner.setContentsMargins(0, 0, 0, 0)
        for widget in (self.choice, self.summary):
            inner.addWidget(widget)
        inner.addWidget(self.area, 1)
        self.preview = PagePreview(self._services, self._background, theme)
        self.preview.shown.connect(self._pages_shown)
        self.stack = QStackedWidget()
        self.stack.addWidget(writing)
        self.stack.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self.stack, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.back_button = QPushButton(self.tr("Изменить"))
        self.show_button = QPushButton(self.tr("Показать документ"))
        self.sign_button = QPushButton(self.tr("Подписать…"))
        row = QHBoxLayout()
        row.addStretch()
        for button, act in (
            (self.cancel_button, self.reject),
            (self.back_button, self._write_on),
            (self.show_button, self._compose),
            (self.sign_button, self._sign),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        for button in (self.show_button, self.sign_button):
            button.setProperty("primary", "true")
        self.show_button.setEnabled(False)
        self.sign_button.setEnabled(False)
        self.back_button.hide()
        self.sign_button.hide()
        return row

    def _offer(self, templates: tuple[PaperTemplate, ...]) -> None:
        self._templates = templates
        self.choice.addItems([each.title.of(self._services.language) for each in templates])

    def _choose(self, row: int) -> None:
        template, services = self._templates[row], self._services
        self.summary.setText(template.summary.of(services.language))
        self._background.start(
            lambda _cancel, _progress: services.papers.known_values(template.id),
            done=while_alive(self, lambda known: self._show_form(template, known)),
            failed=while_alive(self, self._show_failure),
        )

    def _show_form(self, template: PaperTemplate, known: Mapping[str, str]) -> None:
        if self._template() is not template:
            return
        self.form = PaperForm(template, known, self._services.catalogue, self._services.language)
        self.form.edited.connect(self._timer.start)
        self.area.setWidget(self.form)
        self.show_button.setEnabled(True)
        self._start_check()

    def _template(self) -> PaperTemplate | None:
        row = self.choice.currentIndex()
        return self._templates[row] if row >= 0 else None

    def _start_check(self) -> None:
        template, form, services = self._template(), self.form, self._services
        if template is None or form is None:
            return
        values = form.values()
        self._background.start(
            lambda _cancel, _progress: services.papers.check(template.id, values),
            done=while_alive(self, lambda check: self._show_check(form, check, values)),
            failed=while_alive(self, self._show_failure),
        )

    def _show_check(self, form: PaperForm, check: PaperCheck, values: dict[str, str]) -> None:
        """Show a check unless the person typed on meanwhile; then the next one is under way."""
        if form is self.form and values == form.values():
            self._check = check
            form.show_check(check)

    def _compose(self) -> None:
        template, form, services = self._template(), self.form, self._services
        if template is None or form is None:
            return
        values = form.values()
        self.message.clear()

        def write(*_: object) -> Paper | PaperCheck:
            check = services.papers.check(template.id, values)
            return services.papers.compose(template.id, values) if check.is_complete else check

        self._background.start(
            write,
            done=while_alive(self, self._composed),
            failed=while_alive(self, self._show_failure),
        )

    def _composed(self, outcome: Paper | PaperCheck) -> None:
        if isinstance(outcome, PaperCheck):
            if self.form is not None:
                self.form.lead_to_flaw(outcome)
            return
        self.paper = paper = outcome
        self._show_step(shown=True)
        self.sign_button.setEnabled(False)
        self.preview.show_document(paper.sha256, lambda: paper.content)

    def _pages_shown(self, sha256: str) -> None:
        self.sign_button.setEnabled(self.paper is not None and sha256 == self.paper.sha256)
        self.sign_button.setFocus()

    def _write_on(self) -> None:
        self.paper = None
        self.sign_button.setEnabled(False)
        self._show_step(shown=False)

    def _show_step(self, *, shown: bool) -> None:
        self.stack.setCurrentIndex(int(shown))
        self.show_button.setVisible(not shown)
        self.back_button.setVisible(shown)
        self.sign_button.setVisible(shown)

    def _sign(self) -> None:
        if self.paper is not None:
            self.accept()
            self.written.emit(self.paper)

    def _show_failure(self, error: NmoError) -> None:
        language = self._services.language
        self.message.show_message(self._services.catalogue.of_error(error, language))
