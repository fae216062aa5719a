"""The list of certificates: two lines each, and whether it fits by icon and word."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop_app.core.tokens import Token, TokenCertificate
from desktop_app.ui.card_list import AnyIndex, CardRole
from desktop_app.ui.certificate_words import CertificateWords

_FITS, _FITS_NOT = ("circle-check", "ok"), ("circle-x", "fail")


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
            case CardRole.SECOND_LINE | Qt.ItemDataRole.ToolTipRole:
                return words.second_line(token, each)
            case CardRole.STATE:
                return words.fitness(each)
            case CardRole.LOOK:
                return _FITS if each.fitness.can_sign_in else _FITS_NOT
            case CardRole.QUIET:
                return not each.fitness.can_sign_in
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (each.certificate.subject, words.fitness(each))
                return ". ".join((*parts, words.second_line(token, each)))
        return None


def _order(row: tuple[Token, TokenCertificate]) -> tuple[object, ...]:
    """Order what fits first, then by owner as Russian sorts it."""
    token, each = row
    fitness, name = each.fitness, each.certificate.subject.casefold().replace("ё", "е")
    return (not fitness.can_sign_in, not fitness.can_sign, name, token.label, each.certificate.id)
