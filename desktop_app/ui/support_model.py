"""Requests to support, one row each: what waits on this computer first, then the portal's."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.tickets import KeptTicket, Ticket, TicketStatus
from desktop_app.ui.card_list import AnyIndex, CardRole

Row = KeptTicket | Ticket
_LOOKS = {
    TicketStatus.RECEIVING: ("hourglass", "muted"),
    TicketStatus.ACCEPTED: ("check", "muted"),
    TicketStatus.IN_PROGRESS: ("clock", "muted"),
    TicketStatus.NEEDS_ANSWER: ("circle-alert", "warn"),
    TicketStatus.ESCALATED: ("clock", "muted"),
    TicketStatus.SOLVED: ("circle-check", "ok"),
}


class SupportModel(QAbstractListModel):
    """Newest first among each kind."""

    def __init__(self, catalogue: Catalogue, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._language = language
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, kept: tuple[KeptTicket, ...], tickets: tuple[Ticket, ...]) -> None:
        """Show these requests."""
        self.beginResetModel()
        self.rows = (*reversed(kept), *tickets)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row by role."""
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.subject
            case CardRole.SECOND_LINE | Qt.ItemDataRole.ToolTipRole:
                return self._second_line(row)
            case CardRole.STATE:
                return self.state(row)
            case CardRole.LOOK:
                return ("send", "warn") if isinstance(row, KeptTicket) else _LOOKS[row.status]
            case Qt.ItemDataRole.AccessibleTextRole:
                return ". ".join((row.subject, self.state(row), self._second_line(row)))
        return None

    def state(self, row: Row) -> str:
        """Return where a request stands, in words."""
        if isinstance(row, KeptTicket):
            return self.tr("ждёт отправки")
        return self._catalogue.word("ticket-status", row.status.value, self._language)

    def _second_line(self, row: Row) -> str:
        desk = self._catalogue.word("support-desk", row.desk.value, self._language)
        if isinstance(row, KeptTicket):
            return desk
        changed = row.changed_at.astimezone().strftime("%d.%m.%Y %H:%M")
        return self.tr("№ {number} · {desk} · {time}").format(
            number=row.number, desk=desk, time=changed
        )
