"""What a batch signs: documents of the outbox, or files where they lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from desktop_app.core.catalogue import Message
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.core.pin import PinGiven
from desktop_app.core.signing_wishes import BesideWish, SignatureShape
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import Attendant
from desktop_app.services.program import Services
from desktop_app.services.signing_batch import DocumentState, SigningBatch

if TYPE_CHECKING:
    from desktop_app.services.beside_signing import BesideSigning


class PreparedBatch(Protocol):
    """A batch, and what signs it."""

    @property
    def batch(self) -> SigningBatch[Any]:
        """What became of each document so far."""

    def sign(
        self, certificate_id: str, given: PinGiven, control: Control, attendant: Attendant
    ) -> None:
        """Sign what has no signature yet, with one login."""


class BatchJob(Protocol):
    """One batch; made on the UI thread, prepared and signed on a worker."""

    names: tuple[str, ...]
    """Names of the documents, in their order."""
    statement: str
    """Exactly what is signed, readable."""

    def prepare(self, begun: Callable[[], object]) -> PreparedBatch:
        """Return the batch; ``begun`` is told when the token is open."""

    def remark(self) -> Message | None:
        """Return what is to be said although all went well."""


class OutboxJob:
    """Documents of the outbox get a signature each; the outbox keeps it at once."""

    def __init__(
        self, services: Services, items: Sequence[OutboxItem], shape: SignatureShape
    ) -> None:
        self._services = services
        self._items = tuple(items)
        self._shape = shape
        self.names = tuple(each.file_name or each.title for each in items)
        self.statement = "\n".join(
            f"{each.file_name}\n    SHA-256 {each.original_sha256}" for each in items
        )

    def prepare(self, begun: Callable[[], object]) -> PreparedBatch:
        """Return the batch over what the outbox holds."""
        from desktop_app.services.outbox_signing import OutboxSigning  # noqa: PLC0415 - as below

        services = self._services
        return OutboxSigning(
            services.signatures,
            services.outbox,
            services.open_signature_forms,
            self._items,
            self._shape,
            begun,
        )

    def remark(self) -> Message | None:
        """Return nothing: the outbox adds time stamps when a document leaves."""
        return None


class FilesJob(QObject):
    """Files are signed where they lie."""

    def __init__(
        self, services: Services, files: Sequence[Path], wish: BesideWish, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._files = tuple(files)
        self._wish = wish
        self._signing: BesideSigning | None = None
        self.names = tuple(each.name for each in files)
        self.statement = "\n".join(str(each) for each in files)

    def prepare(self, begun: Callable[[], object]) -> PreparedBatch:
        """Return the batch over the files."""
        # Other forms take longer to import than the window takes to show itself.
        from desktop_app.services.beside_signing import BesideSigning  # noqa: PLC0415

        services = self._services
        self._signing = BesideSigning(
            services.signatures, services.open_signature_forms, self._files, self._wish, begun
        )
        return self._signing

    def remark(self) -> Message | None:
        """Return where the signatures lie, or why they have no time stamp."""
        signing = self._signing
        if signing is None or not signing.batch.count(DocumentState.SIGNED):
            return None
        if self._wish.stamp and signing.stamping is None:
            title = self.tr("Штампы времени не добавлены: работу остановили")
            return Message("", title, self.tr("Сами подписи сохранены и верны."), "")
        if signing.stamping is not None and signing.stamping.failed:
            failed = signing.stamping.failed
            error = self._services.catalogue.of_error(failed[0].error, self._services.language)
            text = self.tr("Подписи сохранены, без штампа времени: {count}. {why}")
            told = text.format(count=len(failed), why=error.text)
            return Message(error.code, error.title, told, error.remedy)
        return Message("", self._where(), "", "")

    def _where(self) -> str:
        if self._wish.shape is SignatureShape.IN_PDF:
            return self.tr("Подписанные копии лежат рядом с файлами: «имя-signed.pdf»")
        return self.tr("Подписи лежат рядом с файлами: «имя файла.sig»")
