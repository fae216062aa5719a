"""The switch for messages beside the clock: one setting, shown in more than one place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from desktop_app.services.decisions import DECISIONS_BESIDE_CLOCK
from desktop_app.services.storage.settings import SettingsStore


class DecisionSwitch(QCheckBox):
    """Reads the setting anew whenever it comes into view; whoever owns it keeps the change."""

    def __init__(self, settings: SettingsStore) -> None:
        super().__init__()
        self._settings = settings
        self.setText(self.tr("Сообщать о новых решениях рядом с часами"))
        self.show_kept()

    def show_kept(self) -> None:
        """Show what the setting says now."""
        blocker = QSignalBlocker(self)
        self.setChecked(self._settings.get(DECISIONS_BESIDE_CLOCK))
        blocker.unblock()

    def event(self, event: QEvent) -> bool:
        """Look again when the window is turned to: another place may have changed it."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.WindowActivate):
            self.show_kept()
        return super().event(event)
