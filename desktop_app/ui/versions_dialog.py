"""The history of a credential's document: every version, what was decided, its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.credentials import CredentialVersion, VersionState
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.credentials_columns import day_text
from desktop_app.ui.theme import Theme

_SIZE = (600, 420)
_ICONS = {
    VersionState.ON_REVIEW: ("hourglass", "info"),
    VersionState.ACCEPTED: ("circle-check", "ok"),
    VersionState.REFUSED: ("circle-x", "fail"),
    VersionState.REPLACED: ("history", "muted"),
}


class VersionsDialog(QDialog):
    """Asks the portal when it opens; offline it says why there is nothing to show."""

    open_wanted = Signal(object)
    """``Path`` of a version's PDF."""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        credential_id: str,
        name: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._theme = theme
        self._credential_id = credential_id
        self._versions: tuple[CredentialVersion, ...] = ()
        self.setWindowTitle(self.tr("История документа"))
        self.resize(*_SIZE)
        self._build(name)
        self._ask()

    def _build(self, name: str) -> None:
        heading = QLabel(name)
        heading.setObjectName("heading")
        heading.setWordWrap(True)
        self.state = QLabel(self.tr("Спрашиваем у портала…"))
        self.state.setWordWrap(True)
        self.state.setProperty("tone", "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Версии документа"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self._open())
        self.opening = QPushButton(self.tr("Открыть PDF"))
        self.opening.setEnabled(False)
        self.list.currentRowChanged.connect(lambda row: self.opening.setEnabled(row >= 0))
        self.opening.clicked.connect(self._open)
        buttons = QDialogButtonBox()
        buttons.addButton(self.opening, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.tr("Закрыть"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        for widget in (heading, self.state):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)

    def _ask(self) -> None:
        service, credential_id = self._services.credentials, self._credential_id
        self._background.start(
            lambda cancel, _progress: service.versions(credential_id, cancel),
            done=while_alive(self, self._show),
            failed=while_alive(self, self._show_error),
        )

    def _show(self, versions: Sequence[CredentialVersion]) -> None:
        self._versions = tuple(versions)
        self.state.setText(self.tr("Версий: {count}").format(count=len(versions)))
        self.list.clear()
        for version in versions:
            icon, tone = _ICONS[version.state]
            self.list.addItem(QListWidgetItem(self._theme.icon(icon, tone), self._line(version)))
        if versions:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _line(self, version: CredentialVersion) -> str:
        state = self._services.catalogue.word("version", version.state, self._services.language)
        first = self.tr("Версия {number}: {state}").format(number=version.number, state=state)
        sent = self.tr("загружена {day}, {who}").format(
            day=_moment(version.uploaded_at), who=version.uploaded_by
        )
        return "\n".join(filter(None, (f"{first} · {sent}", version.reason)))

    def _open(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._versions):
            return
        service, credential_id = self._services.credentials, self._credential_id
        number = self._versions[row].number
        self._background.start(
            lambda cancel, _progress: service.document(credential_id, cancel, version=number),
            done=while_alive(self, self.open_wanted.emit),
            failed=while_alive(self, self._show_error),
        )

    def _show_error(self, error: NmoError) -> None:
        message = self._services.catalogue.of_error(error, self._services.language)
        self.state.setText(f"{message.title}. {message.remedy}")


def _moment(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{day_text(local.date())} {local:%H:%M}"
