"""What a person can do with the outbox, as protocols and values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentKind, DocumentVersion
from desktop_app.core.errors import NmoError
from desktop_app.core.outbox_item import OutboxCounts, OutboxItem, OutboxState
from desktop_app.core.signing_wishes import SignatureShape

ContentSource = Callable[[], BinaryIO]
"""Opens a content from its beginning; it is opened twice and has to be the same both times."""


@dataclass(frozen=True, slots=True)
class About:
    """What a person says of a document."""

    kind: DocumentKind = DocumentKind.OTHER
    title: str = ""
    """Shown in the list and to the portal; empty: the file's name."""
    document_id: str = ""
    """The portal's document that this is a new version of; empty for a new one."""
    base_version: int = 0
    """The version that is replaced; needed with ``document_id``."""


NOTHING_SAID: Final = About()


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """A part of the list, and how much there is in all."""

    items: tuple[OutboxItem, ...]
    """Newest first."""
    counts: OutboxCounts
    rests_until: datetime | None
    """Nothing is sent by itself before; None when nothing stands in the way."""
    finding: NmoError | None = None
    """The outbox's database was found broken at the start and set aside."""


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """What is not as it should be."""

    waiting: int = 0
    """Documents that leave by themselves."""
    stuck: int = 0
    """Those among them that are older than some days."""
    oldest_at: datetime | None = None
    """When the oldest of those that wait was accepted."""
    for_person: int = 0
    """Documents that wait for somebody's decision or signature."""
    expired: int = 0
    """Documents whose certificate ended before they left."""
    duplicates: int = 0
    """Documents with the same content as another one that has not left either."""
    unreadable: int = 0
    """Documents that no key at hand opens."""
    content_lost: int = 0
    """Documents whose kept content is missing."""


@dataclass(frozen=True, slots=True)
class SendProgress:
    """How far sending has come."""

    done: int
    """Documents finished, whatever became of them."""
    total: int
    item: OutboxItem
    """The document at hand."""
    sent_bytes: int
    """Of the document at hand."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of one round of sending."""

    items: tuple[OutboxItem, ...]
    """Each document that was tried, as it stands now, in the order of sending."""
    stopped_by: NmoError | None = None
    """What keeps everything from leaving: network, portal, session; None when all were tried."""
    left: int = 0
    """Signed documents that wait on."""
    next_try_at: datetime | None = None
    """When something is due again by itself; None when nothing waits for its time."""


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What was handed over or taken in."""

    folder: Path
    items: tuple[OutboxItem, ...]
    """Documents that were handed over, or are new here."""
    known: tuple[OutboxItem, ...] = ()
    """On taking in: documents that are here already."""


SendListener = Callable[[SendProgress], None]
RoundListener = Callable[[SendReport], None]


def ignore_sending(_progress: SendProgress) -> None:
    """Take progress and do nothing: the default listener."""


def ignore_round(_report: SendReport) -> None:
    """Take a report and do nothing: the default listener."""


class OutboxWatch(Protocol):
    """A running watch."""

    def stop(self) -> None:
        """Stop watching; the listener is not called after this returns."""


class OutboxService(Protocol):
    """Documents that are kept here until the portal has them, each of them once.

    A document is named by its whole identifier. Errors of the disk are ``StateError``.
    """

    def page(
        self,
        states: Sequence[OutboxState] = (),
        *,
        limit: int = ...,
        before: int | None = None,
    ) -> OutboxPage:
        """Return the newest documents of these states (none: all) below a number."""

    def health(self) -> OutboxHealth:
        """Look through everything that may still leave for what is not as it should be."""

    def find(self, beginning: str) -> OutboxItem:
        """Return the document that a number or the beginning of an identifier names.

        Raises ``OutboxUnknownError``.
        """

    def watch(self, listener: Callable[[], None]) -> OutboxWatch:
        """Call ``listener`` after each change, on the thread that made it.

        Changes of other processes are noticed while ``keep_sending`` runs.
        """

    def add_signed(
        self,
        file: Path,
        signature: Path | None = None,
        about: About = ...,
        *,
        again: bool = False,
        to_sign: bool = False,
    ) -> OutboxItem:
        """Accept a signed document of one or several signers; on the disk when this returns.

        ``signature`` is the CMS beside the file; None for a file that carries its signatures: a
        CMS around its document, or a signed PDF. Every signature is checked. ``again`` accepts a
        content that is there already; with ``to_sign`` it waits until it is signed here, too.
        Raises ``SignatureOtherError``, ``SignatureExpiredError``, ``NotSignatureError``,
        ``ContentNeededError``, ``PadesUnreadableError``, ``OutboxDuplicateError``,
        ``OutboxNotKeptError``, ``OutboxKeyLostError``, ``InputError``.
        """

    def add_unsigned(
        self, content: ContentSource, file_name: str, about: About = ..., *, again: bool = False
    ) -> OutboxItem:
        """Accept a content that is to be signed here. Raises as ``add_signed`` does."""

    def open_content(self, identifier: str) -> BinaryIO:
        """Open the content of a document, to show or to sign it.

        Raises ``OutboxContentLostError``; reading raises ``OSError`` where it is damaged.
        """

    def open_accepted(self, identifier: str) -> BinaryIO:
        """Open what is to be signed: the content without a signature inside that was made here.

        Raises as ``open_content``.
        """

    def put_signature(
        self, identifier: str, signature: bytes, shape: SignatureShape | None = None
    ) -> OutboxItem:
        """Put a signature to a document: unsigned, refused, or to be signed again.

        ``signature`` is a CMS over what was accepted, with or without it. Those of others stay
        beside it, in their shape; else it becomes detached or attached as ``shape`` says, and
        one that was made here inside a PDF goes. Raises
        ``SignatureOtherError``, ``OutboxMoveError``, ``PdfSignedBeforeError``.
        """

    def put_signed_pdf(self, identifier: str, signed_copy: Path) -> OutboxItem:
        """Put the signed copy of a PDF in its place; it begins with what was accepted.

        One that was begun before is another file then: it is delivered under another key, after
        the portal was asked whether the earlier one arrived. Raises ``SignatureOtherError``,
        ``ContentChangedError``, ``OutboxMoveError``, ``PdfSignedBeforeError``,
        ``PadesUnreadableError``.
        """

    def send(
        self,
        identifiers: Sequence[str] = (),
        *,
        progress: SendListener = ...,
        cancel: Cancellation | None = None,
    ) -> SendReport:
        """Send these documents, or all that wait, now; what failed lately is tried too.

        What keeps everything from leaving stands in the report. Raises ``OutboxBusyError``,
        and ``OutboxMoveError`` for a named document that does not wait to be sent.
        """

    def keep_sending(
        self,
        cancel: Cancellation,
        *,
        progress: SendListener = ...,
        on_round: RoundListener = ...,
    ) -> None:
        """Send whatever is due whenever network and session allow, until cancelled.

        Ends quietly when ``cancel`` is set. Meant for a worker that has nothing else to do.
        """

    def received(self, cancel: Cancellation | None = None) -> tuple[DocumentVersion, ...]:
        """Ask the portal for all documents that it has of the person, newest first.

        Raises ``NotSignedInError``, ``SessionExpiredError``, ``PortalError``.
        """

    def retry(self, identifier: str) -> OutboxItem:
        """Let a document leave that was refused, postponed or handed over.

        Raises ``OutboxMoveError``.
        """

    def drop(self, identifier: str, *, confirmed: bool = False) -> OutboxItem:
        """Give a document up; its content is removed.

        Raises ``OutboxMaybeArrivedError`` without ``confirmed`` when the portal may have it,
        ``OutboxMoveError``.
        """

    def decide(self, identifier: str, *, keep_mine: bool) -> OutboxItem:
        """Settle a conflict: send mine over the newer version, or leave theirs and drop mine.

        Raises ``OutboxMoveError``.
        """

    def export(
        self,
        folder: Path,
        identifiers: Sequence[str] = (),
        *,
        passphrase: str | None,
        cancel: Cancellation | None = None,
    ) -> PackageReport:
        """Hand signed documents, or all that wait, to another computer.

        They lie in a new folder below ``folder`` and are not sent from here any more.
        ``passphrase`` None writes them readable, on the person's word. Raises
        ``PassphraseShortError``, ``OutboxMoveError``, ``InputError``.
        """

    def package_is_sealed(self, folder: Path) -> bool:
        """Tell whether a package needs its passphrase. Raises ``PackageUnreadableError``."""

    def import_package(
        self, folder: Path, *, passphrase: str | None, cancel: Cancellation | None = None
    ) -> PackageReport:
        """Take in what another computer handed over; what is here already is left as it is.

        Raises ``PackageUnreadableError``, ``PassphraseWrongError`` and as ``add_signed`` does.
        """
