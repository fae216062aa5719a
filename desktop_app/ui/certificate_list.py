"""The list of certificates on «Вход»: two lines each, and whether it fits by icon and word."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.tokens import Token, TokenCertificate
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.theme import LEAD_PIXELS, TEXT_PIXELS, Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 64
_PADDING = 16
_ICON = 20


class CertificateRole(IntEnum):
    """Roles of this model beside those of Qt."""

    SECOND_LINE = Qt.ItemDataRole.UserRole
    """СНИЛС, issuer, term, algorithm, token."""
    FITNESS = Qt.ItemDataRole.UserRole + 1
    """Words for whether it fits."""
    FITS = Qt.ItemDataRole.UserRole + 2
    """True when it can sign in."""


class CertificateListModel(QAbstractListModel):
    """Every certificate of every token; nothing is hidden."""

    def __init__(self, words: CertificateWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: tuple[tuple[Token, TokenCertificate], ...] = ()

    def show_tokens(self, tokens: tuple[Token, ...]) -> None:
        """Show what is on the tokens, certificates that fit first."""
        rows = [(token, each) for token in tokens for each in token.certificates]
        rows.sort(key=_order)
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> tuple[Token, TokenCertificate]:
        """Return token and certificate of a row."""
        return self._rows[number]

    def row_of(self, certificate_id: str) -> int:
        """Return the row of a certificate, or -1."""
        ids = [each.certificate.id for _, each in self._rows]
        return ids.index(certificate_id) if certificate_id in ids else -1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of certificates."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a certificate by role."""
        token, each = self._rows[index.row()]
        words = self._words
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return each.certificate.subject
            case CertificateRole.SECOND_LINE:
                return words.second_line(token, each)
            case CertificateRole.FITNESS:
                return words.fitness(each)
            case CertificateRole.FITS:
                return each.fitness.can_sign_in
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (each.certificate.subject, words.fitness(each))
                return ". ".join((*parts, words.second_line(token, each)))
            case Qt.ItemDataRole.ToolTipRole:
                return words.second_line(token, each)
        return None


def _order(row: tuple[Token, TokenCertificate]) -> tuple[object, ...]:
    """Order what fits first, then by owner as Russian sorts it."""
    token, each = row
    fitness, name = each.fitness, each.certificate.subject.casefold().replace("ё", "е")
    return (not fitness.can_sign_in, not fitness.can_sign, name, token.label, each.certificate.id)


class CertificateDelegate(QStyledItemDelegate):
    """Paints a certificate as a card of two lines with its state on the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the fixed height of a card."""
        return QSize(200, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the card."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.color("selection"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        fits = bool(index.data(CertificateRole.FITS))
        inside = place.adjusted(_PADDING, 8, -_PADDING, -8)
        state_width = self._paint_state(painter, inside, index, fits=fits)
        self._paint_lines(painter, inside.adjusted(0, 0, -state_width - 16, 0), index, fits=fits)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), 4, 4)
        painter.restore()

    def _paint_state(self, painter: QPainter, inside: QRect, index: AnyIndex, *, fits: bool) -> int:
        tone = "ok" if fits else "fail"
        words = str(index.data(CertificateRole.FITNESS))
        painter.setFont(self._theme.font(TEXT_PIXELS))
        width = painter.fontMetrics().horizontalAdvance(words) + _ICON + 8
        left = inside.right() - width
        icon = QRect(left, inside.center().y() - _ICON // 2, _ICON, _ICON)
        self._theme.icon("circle-check" if fits else "circle-x", tone).paint(painter, icon)
        painter.setPen(self._theme.color(tone))
        place = QRect(left + _ICON + 8, inside.top(), width, inside.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        return width

    def _paint_lines(
        self, painter: QPainter, inside: QRect, index: AnyIndex, *, fits: bool
    ) -> None:
        middle = inside.top() + inside.height() // 2
        lines = (
            (str(index.data()), LEAD_PIXELS, "text" if fits else "muted", inside.top()),
            (str(index.data(CertificateRole.SECOND_LINE)), TEXT_PIXELS, "muted", middle),
        )
        for words, pixels, tone, top in lines:
            painter.setFont(self._theme.font(pixels))
            painter.setPen(self._theme.color(tone))
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, inside.width()
            )
            place = QRect(inside.left(), top, inside.width(), inside.height() // 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class CertificateListView(QListView):
    """The list; entered and left by Tab, walked by arrows."""

    def __init__(
        self, model: CertificateListModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CertificateDelegate(theme, self))
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.viewport().update)
