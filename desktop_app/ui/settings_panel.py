"""Settings: language, colours, portal address, what may be kept, training mode."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import NmoError
from desktop_app.services.decisions import DECISIONS_BESIDE_CLOCK
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import (
    KEEP_WITHOUT_KEYRING,
    LANGUAGE,
    PORTAL_URL,
    THEME,
    TIME_STAMP_SERVICE,
    Setting,
)
from desktop_app.ui.decision_switch import DecisionSwitch
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.register_panel import scrolled
from desktop_app.ui.theme import Theme

_FIELD_WIDTH = 420


class SettingsPanel(QWidget):
    """Each change is kept at once; what cannot be kept is said in place."""

    changed = Signal()
    """Something was kept that the window must be made anew for."""
    training_wanted = Signal(bool)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self.message = MessageView(theme)
        self.language = self._choice(LANGUAGE, (("ru", "Русский"), ("en", "English")))
        self.theme_choice = self._choice(
            THEME,
            (
                ("system", self.tr("Как в системе")),
                ("light", self.tr("Светлая")),
                ("dark", self.tr("Тёмная")),
            ),
        )
        self.portal = QLineEdit(services.settings.get(PORTAL_URL))
        self.portal.setPlaceholderText("https://portal.example")
        self.portal.setFixedWidth(_FIELD_WIDTH)
        self.portal.editingFinished.connect(self._keep_portal)
        self.stamps = QLineEdit(services.settings.get(TIME_STAMP_SERVICE))
        self.stamps.setPlaceholderText("http://")
        self.stamps.setFixedWidth(_FIELD_WIDTH)
        self.stamps.editingFinished.connect(self._keep_stamps)
        self.keep = QCheckBox(self.tr("Хранить вход и таблицу на диске без шифрования"))
        self.keep.setChecked(services.settings.get(KEEP_WITHOUT_KEYRING))
        self.keep.toggled.connect(lambda on: self._keep(KEEP_WITHOUT_KEYRING, on))
        self.decisions = DecisionSwitch(services.settings)
        self.decisions.toggled.connect(lambda on: self._keep(DECISIONS_BESIDE_CLOCK, on))
        self.training = QPushButton(
            self.tr("Выключить учебный режим")
            if services.is_training
            else self.tr("Включить учебный режим")
        )
        self.training.setFixedWidth(_FIELD_WIDTH)
        self.training.clicked.connect(lambda: self.training_wanted.emit(not services.is_training))
        self._build()

    def _build(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(6)
        form.addRow(self.tr("&Язык"), self.language)
        form.addRow(self.tr("&Цвета"), self.theme_choice)
        form.addRow(self.tr("&Адрес портала"), self.portal)
        form.addRow(self.tr("&Служба штампов времени (RFC 3161)"), self.stamps)
        form.addRow(
            self.tr("Если на компьютере нет хранилища ключей"),
            self.keep,
        )
        form.addRow(
            "", self._note(self.tr("Тогда таблицу прочтёт любой, у кого есть доступ к диску."))
        )
        form.addRow(self.tr("Решения портала"), self.decisions)
        form.addRow(self.tr("Учебный режим"), self.training)
        form.addRow("", self._note(self.tr("Вся программа на ненастоящих портале и токенах.")))
        choices = QWidget()
        inside = QVBoxLayout(choices)
        inside.setContentsMargins(24, 12, 24, 12)
        inside.addLayout(form)
        inside.addStretch()
        area = scrolled(choices, self.tr("Настройки"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.message)
        column.addWidget(area, 1)

    def _note(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setProperty("tone", "muted")
        label.setWordWrap(True)
        return label

    def _choice(self, setting: Setting[str], choices: tuple[tuple[str, str], ...]) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(_FIELD_WIDTH)
        for value, words in choices:
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(self._services.settings.get(setting)))
        box.activated.connect(lambda _row: self._keep_choice(setting, box))
        return box

    def _keep_choice(self, setting: Setting[str], box: QComboBox) -> None:
        value = str(box.currentData(Qt.ItemDataRole.UserRole))
        if value == self._services.settings.get(setting):
            return
        if not self._keep(setting, value):
            return
        if setting is THEME:
            self._theme.use(value)
        else:
            self.changed.emit()

    def _keep_portal(self) -> None:
        address = self.portal.text().strip().rstrip("/")
        if address != self._services.settings.get(PORTAL_URL) and self._keep(PORTAL_URL, address):
            self.changed.emit()

    def _keep_stamps(self) -> None:
        address = self.stamps.text().strip()
        known = self._services.settings.get(TIME_STAMP_SERVICE)
        if address != known and self._keep(TIME_STAMP_SERVICE, address):
            self.changed.emit()

    def _keep(self, setting: Setting, value: str | bool) -> bool:  # type: ignore[type-arg]  # any setting
        try:
            self._services.settings.set(setting, value)
        except NmoError as error:
            services = self._services
            self.message.show_message(services.catalogue.of_error(error, services.language))
            return False
        self.message.clear()
        return True
