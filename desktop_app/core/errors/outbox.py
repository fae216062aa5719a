"""Errors of the outbox: what it cannot keep, send, hand over or take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import ChoiceError, InputError
from desktop_app.core.errors.portal import RefusedError
from desktop_app.core.errors.state import StateError


@dataclass(eq=False)
class OutboxNotKeptError(StateError):
    """There is no lasting place for the outbox's key, so nothing was accepted."""

    code: ClassVar[str] = "outbox.not-kept"


@dataclass(eq=False)
class OutboxKeyLostError(StateError):
    """The key that the outbox was encrypted with is gone; what is kept stays as it is."""

    code: ClassVar[str] = "outbox.key-lost"


@dataclass(eq=False)
class OutboxContentLostError(StateError):
    """The kept content of a document is missing or damaged."""

    code: ClassVar[str] = "outbox.content-lost"
    id: str = ""
    """The document in the outbox."""


@dataclass(eq=False)
class OutboxBusyError(StateError):
    """Another window or command of this program is sending the outbox."""

    code: ClassVar[str] = "outbox.busy"


@dataclass(eq=False)
class OutboxUnknownError(ChoiceError):
    """No document of the outbox begins with this identifier, or more than one does."""

    code: ClassVar[str] = "outbox.unknown"
    id: str = ""
    """The identifier as given."""


@dataclass(eq=False)
class OutboxMoveError(ChoiceError):
    """The document is in a state in which this cannot be done with it."""

    code: ClassVar[str] = "outbox.not-now"
    id: str = ""
    """The document in the outbox."""
    state: str = ""
    """Where it stands."""
    move: str = ""
    """What was asked for."""


@dataclass(eq=False)
class OutboxMaybeArrivedError(ChoiceError):
    """The portal may have taken the document already: ask it first, or insist."""

    code: ClassVar[str] = "outbox.maybe-arrived"
    id: str = ""
    """The document in the outbox."""


@dataclass(eq=False)
class OutboxDuplicateError(InputError):
    """A document with the same content is in the outbox already, or was sent from it."""

    code: ClassVar[str] = "outbox.duplicate"
    id: str = ""
    """The document that is there already."""
    state: str = ""
    """Where that one stands."""


@dataclass(eq=False)
class ContentChangedError(InputError):
    """The file changed while it was read."""

    code: ClassVar[str] = "input.changed"
    path: str = ""
    """The file."""


@dataclass(eq=False)
class SignatureOtherError(InputError):
    """The signature is not a good one over this very file, so it was not accepted."""

    code: ClassVar[str] = "input.signature-other"
    path: str = ""
    """The signature's file."""
    reasons: list[str] | None = None
    """Codes of the reasons, for example ``signature.content-changed``."""


@dataclass(eq=False)
class SignatureExpiredError(InputError):
    """A signer's certificate has ended and no time stamp shows that it was signed before."""

    code: ClassVar[str] = "input.signature-expired"
    path: str = ""
    """The file with the signature."""
    signer: str = ""
    """Whose certificate it is."""
    not_after: str = ""
    """When it ended, ISO 8601."""


@dataclass(eq=False)
class PdfSignedBeforeError(ChoiceError):
    """A signature inside a PDF cannot be replaced: what is sent anew is another document."""

    code: ClassVar[str] = "outbox.pdf-signed"
    id: str = ""
    """The document in the outbox."""


@dataclass(eq=False)
class PackageUnreadableError(InputError):
    """The folder is not one that the outbox was handed over in, or it is damaged."""

    code: ClassVar[str] = "package.unreadable"
    path: str = ""
    """The folder or the file in it."""
    detail: str = ""
    """What does not fit, for example ``hash`` or ``version``."""


@dataclass(eq=False)
class PassphraseWrongError(InputError):
    """The passphrase does not open the folder."""

    code: ClassVar[str] = "package.passphrase-wrong"


@dataclass(eq=False)
class PassphraseShortError(ChoiceError):
    """The passphrase is too short to protect anything."""

    code: ClassVar[str] = "package.passphrase-short"
    least: int = 0
    """Characters that it must have."""


@dataclass(eq=False)
class PassphraseNeededError(ChoiceError):
    """A passphrase is needed and nobody can be asked for it."""

    code: ClassVar[str] = "package.passphrase-needed"


@dataclass(eq=False)
class PassphraseDiffersError(InputError):
    """The passphrase was entered in two different ways."""

    code: ClassVar[str] = "package.passphrase-differs"


@dataclass(eq=False)
class OtherPersonError(RefusedError):
    """The document was signed by somebody else than who is signed in."""

    code: ClassVar[str] = "outbox.other-person"
    signer: str = ""
    """Who signed it."""


@dataclass(eq=False)
class DocumentRefusedError(RefusedError):
    """The portal did not accept the signed document."""

    code: ClassVar[str] = "document.refused"
    detail: str = ""
    """The portal's stable code for the cause."""


@dataclass(eq=False)
class DocumentConflictError(RefusedError):
    """The portal has a newer version of the document than the one that was replaced."""

    code: ClassVar[str] = "document.conflict"
