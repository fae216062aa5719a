"""Words about documents on their way to the portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, QObject

from desktop_app.core.catalogue import Catalogue, Message
from desktop_app.core.errors import NmoError
from desktop_app.core.outbox_item import OutboxCounts, OutboxItem, OutboxMove, OutboxState
from desktop_app.core.signing_wishes import SignatureShape

_LOOKS = {
    OutboxState.PREPARED: ("file-pen-line", "info"),
    OutboxState.WAITING: ("clock", "info"),
    OutboxState.SENDING: ("send", "info"),
    OutboxState.DELIVERED: ("circle-check", "ok"),
    OutboxState.REFUSED: ("circle-x", "fail"),
    OutboxState.CONFLICT: ("triangle-alert", "warn"),
    OutboxState.EXPIRED: ("calendar-clock", "warn"),
    OutboxState.EXPORTED: ("usb", "muted"),
    OutboxState.DROPPED: ("ban", "muted"),
}


class DocumentWords(QObject):
    """Says what a document is, where it stands and why, in the language in force."""

    def __init__(self, catalogue: Catalogue, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._language = language

    def title(self, item: OutboxItem) -> str:
        """Return what the document is called."""
        if not item.readable:
            return self.tr("Документ № {number}").format(number=item.number)
        return item.title or item.file_name

    def look(self, item: OutboxItem) -> tuple[str, str]:
        """Return icon and colour of its state."""
        return _LOOKS[item.state]

    def state(self, item: OutboxItem) -> str:
        """Return its state in a few words."""
        return self._catalogue.word("outbox-state", item.state.value, self._language)

    def second_line(self, item: OutboxItem) -> str:
        """Return file, size and moment in one line, and why it waits where that is known."""
        if not item.readable:
            return self.tr("Ключа, которым он зашифрован, здесь нет")
        name = item.file_name if item.title not in ("", item.file_name) else ""
        why = self.reason(item)
        parts = (name, self.size(item.size), moment(item.changed_at), why.title if why else "")
        return " · ".join(filter(None, parts))

    def reason(self, item: OutboxItem) -> Message | None:
        """Return why it is where it is, None where nothing is to be said."""
        if not item.error_code or item.error_code not in set(self._catalogue.codes):
            return None
        return self._catalogue.message(item.error_code, item.error_data, self._language)

    def facts(self, item: OutboxItem) -> str:
        """Return everything else that is known, a line each."""
        lines = [
            self.tr("Файл: {name}, {size}").format(name=item.file_name, size=self.size(item.size)),
            self.tr("Добавлен: {when}").format(when=moment(item.accepted_at)),
        ]
        for signer in item.signers:
            until = signer.not_after.astimezone().strftime("%d.%m.%Y")
            words = self.tr("Подписал: {name}, сертификат до {until}")
            lines.append(words.format(name=signer.name, until=until))
        if item.shape is SignatureShape.ATTACHED and item.signers:
            lines.append(self.tr("Подпись и документ в одном файле"))
        elif item.shape is SignatureShape.IN_PDF:
            lines.append(self.tr("Подпись внутри PDF"))
        if item.stamped:
            lines.append(self.tr("На подписи есть штамп времени"))
        elif item.stamp_error in set(self._catalogue.codes):
            why = self._catalogue.message(item.stamp_error, {}, self._language).title
            lines.append(self.tr("Штампа времени нет: {why}").format(why=why))
        if item.next_try_at is not None and item.state is OutboxState.WAITING:
            words = self.tr("Следующая попытка: {when}")
            lines.append(words.format(when=moment(item.next_try_at)))
        if item.theirs is not None:
            theirs = item.theirs
            names = ", ".join((theirs.signer, *theirs.cosigners))
            words = self.tr("На портале: версия {version} от {when}, подписал {name}")
            when = moment(theirs.received_at)
            lines.append(words.format(version=theirs.version, when=when, name=names))
        if item.receipt is not None:
            words = self.tr("Портал принял {when}, версия {version}")
            receipt = item.receipt
            lines.append(words.format(when=moment(receipt.received_at), version=receipt.version))
        return "\n".join(lines)

    def move(self, item: OutboxItem, move: OutboxMove) -> str:
        """Return what stands on the button of a move, empty for one that has none."""
        again = item.state is not OutboxState.PREPARED
        return {
            OutboxMove.SIGN: self.tr("Подписать заново") if again else self.tr("Подписать"),
            OutboxMove.BEGIN: self.tr("Отправить сейчас"),
            OutboxMove.RETRY: self.tr("Отправить ещё раз"),
            OutboxMove.TAKE_BACK: self.tr("Отправлять отсюда"),
            OutboxMove.KEEP_MINE: self.tr("Оставить мою версию"),
            OutboxMove.TAKE_THEIRS: self.tr("Оставить версию портала"),
            OutboxMove.DROP: self.tr("Убрать…"),
        }.get(move, "")

    def counts(self, counts: OutboxCounts) -> str:
        """Return how many documents there are and how many wait, in one line."""
        parts = [self.tr("Документов: %n", "", counts.total)]
        if counts.to_send:
            parts.append(self.tr("ждут отправки: {count}").format(count=counts.to_send))
        if counts.for_person:
            parts.append(self.tr("ждут вас: {count}").format(count=counts.for_person))
        return " · ".join(parts)

    def sent(self, items: Sequence[OutboxItem]) -> str:
        """Return what became of the documents of one round of sending."""
        if all(item.state is OutboxState.DELIVERED for item in items):
            return self.tr("Портал принял: %n", "", len(items))
        return self.tr("Обработано при отправке: %n", "", len(items))

    def of_error(self, error: NmoError) -> Message:
        """Return the message of an error."""
        return self._catalogue.of_error(error, self._language)

    def size(self, count: int) -> str:
        """Return a number of bytes as people write it."""
        locale = QLocale(QLocale.Language.English if self._language == "en" else _RUSSIAN)
        traditional = QLocale.DataSizeFormat.DataSizeTraditionalFormat
        return locale.formattedDataSize(count, 1, traditional)


_RUSSIAN = QLocale.Language.Russian


def moment(when: datetime) -> str:
    """Return a moment by the clock of this computer."""
    return when.astimezone().strftime("%d.%m.%Y %H:%M")
