"""A CAdES signature by the key of one certificate on a token."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.errors import NmoError
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Token
from desktop_app.services.issuers import issuers_of
from desktop_app.services.signing_batch import Reading, SigningKey
from desktop_app.services.tokens import JudgedTokens, require_fit
from desktop_app.signing.algorithms import SignatureAlgorithm
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.digests import new_digest
from desktop_app.signing.signature_queue import SignatureQueue
from desktop_app.signing.signing_session import SigningSession
from desktop_app.signing.tokens import Tokens

ID_DATA = "1.2.840.113549.1.7.1"
_NO_ATTRIBUTES = b"\x31\x00"


@dataclass(frozen=True, slots=True)
class OpenSigner:
    """A login to the token: sign any number of documents."""

    session: SigningSession
    writer: CadesWriter
    algorithm: SignatureAlgorithm

    def sign(
        self, digest: bytes, *, content: bytes | None = None, content_type: str = ID_DATA
    ) -> bytes:
        """Return the CMS over a document with this digest; attached when content is given."""
        return sign_cades(
            self.writer,
            lambda attributes: self.session.sign(attributes, self.algorithm),
            digest,
            content=content,
            content_type=content_type,
            signing_time=datetime.now(UTC),
        )

    def sign_content(self, content: bytes, content_type: str = ID_DATA) -> bytes:
        """Return the attached CMS over ``content``."""
        running = new_digest(self.algorithm.digest)
        running.update(content)
        return self.sign(running.digest(), content=content, content_type=content_type)

    def key(self) -> SigningKey:
        """Return what a document has to know of the key."""
        bare = self.writer.assemble(_NO_ATTRIBUTES, b"")
        return SigningKey(self.algorithm.digest, self.session.certificate.subject, len(bare))

    @contextmanager
    def queue(self) -> Iterator[DocumentQueue]:
        """Sign many documents without letting the token wait. Raises ``DriverError``."""
        with self.session.queue(self.algorithm) as signatures:
            yield DocumentQueue(self.writer, signatures)


@dataclass(frozen=True, slots=True)
class SignedDocuments:
    """What the oldest documents of a queue came to."""

    signatures: tuple[bytes, ...]
    """CMS in DER, in the order of the documents."""
    failure: NmoError | None
    """Why the documents that follow have none; the queue is then of no more use."""


class DocumentQueue:
    """Put documents in, take CMS out in the same order."""

    def __init__(self, writer: CadesWriter, signatures: SignatureQueue) -> None:
        self._writer = writer
        self._signatures = signatures
        self._documents: deque[tuple[bytes, bytes | None]] = deque()

    @property
    def has_room(self) -> bool:
        """Whether another document may be put in before others are taken out."""
        return self._signatures.has_room

    @property
    def under_way(self) -> bool:
        """Whether there are documents to take."""
        return self._signatures.under_way

    def put(self, reading: Reading) -> None:
        """Add a document; attached where its content was read. Raises ``DriverError``."""
        # The time of a signature inside a PDF stands there (EN 319 142-1 section 6.3).
        now = None if reading.copy is not None else datetime.now(UTC)
        attributes = self._writer.signed_attributes(reading.digest, now)
        self._documents.append((attributes, reading.content))
        self._signatures.put(attributes)

    def send(self) -> None:
        """Ask for the signatures of all that was put in. Raises ``DriverError``."""
        self._signatures.send()

    def take(self) -> SignedDocuments:
        """Wait for the oldest documents. Raises ``DriverError``, ``Cancelled``."""
        taken = self._signatures.take()
        return SignedDocuments(tuple(map(self._assembled, taken.signatures)), taken.failure)

    def _assembled(self, signature: bytes) -> bytes:
        attributes, content = self._documents.popleft()
        return self._writer.assemble(attributes, signature, content=content)


class DocumentSigner:
    """Opens a token for signing, after judging the certificate.

    ``known_issuers`` gives the DER of CA certificates that may go along with a signature.
    """

    def __init__(
        self,
        tokens: Tokens,
        judged: JudgedTokens,
        known_issuers: Callable[[], tuple[bytes, ...]] = tuple,
    ) -> None:
        self._tokens = tokens
        self._judged = judged
        self._known_issuers = known_issuers

    def require(self, certificate_id: str, allowed: Callable[[Fitness], bool]) -> Certificate:
        """Return a certificate that is fit.

        Raises ``CertificateUnfitError``, ``CertificateNotFoundError``.
        """
        _, found = self._judged.find(certificate_id)
        require_fit(found, allowed)
        return found.certificate

    def token_of(self, certificate_id: str) -> Token:
        """Return the token that holds a certificate. Raises ``CertificateNotFoundError``."""
        token, _ = self._judged.find(certificate_id)
        return token

    def token_back(self, gone: Token, certificate_id: str, cancel: Cancellation | None) -> Token:
        """Wait until the same token with a certificate is there. Raises ``Cancelled``."""
        return self._judged.wait_for(gone.serial, certificate_id, cancel)

    @contextmanager
    def open(
        self,
        certificate_id: str,
        pin: Pin | None,
        allowed: Callable[[Fitness], bool],
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> Iterator[OpenSigner]:
        """Log in to the token of a fit certificate; one login for all that is signed within.

        Raises ``CertificateUnfitError`` before the PIN is used, then ``PinError``,
        ``TokenError``.
        """
        token, found = self._judged.find(certificate_id)
        require_fit(found, allowed)
        with self._tokens.session(
            found.certificate.id, pin, last_try_confirmed=last_try_confirmed, cancel=cancel
        ) as session:
            algorithm = session.algorithms[0]
            der = found.certificate.der
            on_token = (each.certificate.der for each in token.certificates)
            others = issuers_of(der, {*on_token, *self._known_issuers()})
            yield OpenSigner(session, CadesWriter(der, algorithm, others), algorithm)


def may_sign(fitness: Fitness) -> bool:
    """Return True for a certificate that may sign documents."""
    return fitness.can_sign


def may_sign_in(fitness: Fitness) -> bool:
    """Return True for a certificate that may sign in."""
    return fitness.can_sign_in
