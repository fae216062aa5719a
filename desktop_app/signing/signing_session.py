"""A login to one token with one key: signatures, each verified before it is let out."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.tokens import (
    MechanismUnsupportedError,
    PinError,
    PinIncorrectError,
    PinLockedError,
    SignatureMismatchError,
)
from desktop_app.core.pin import Pin
from desktop_app.signing.algorithms import SignatureAlgorithm, algorithms_for
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.digests import digest_of
from desktop_app.signing.protocol import (
    OpenedKey,
    Operation,
    Signature,
    SignRequest,
)
from desktop_app.signing.signature_check import signature_is_valid
from desktop_app.signing.supervisor import Supervisor


class SigningSession:
    """Sign with the key of ``certificate`` while the session is open.

    Made by ``Tokens.session``. After an error of the driver or the token the session is of
    no more use: leave it and open another.
    """

    def __init__(
        self,
        supervisor: Supervisor,
        certificate: Certificate,
        opened: OpenedKey,
        *,
        pin: Pin | None,
        pin_pad: bool,
        refused: Callable[[PinError], None],
        cancel: Cancellation | None,
    ) -> None:
        self.certificate = certificate
        self._supervisor = supervisor
        self._public_key_info = cut_certificate(certificate.der).public_key_info
        self.algorithms = _offered(algorithms_for(self._public_key_info), opened.mechanisms)
        self._asks_each_time = opened.key.always_authenticate
        self._pin = pin
        self._pin_pad = pin_pad
        self._refused = refused
        self._cancel = cancel

    def sign(self, message: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign ``message`` and return the signature as X.509 writes it.

        Raises ``SignatureMismatchError`` when the signature does not verify against the
        certificate, errors of drivers, tokens and PINs, and ``Cancelled``.
        """
        if self._cancel is not None:
            self._cancel.checkpoint()
        digest = digest_of(message, algorithm.digest)
        request = SignRequest(
            mechanism=algorithm.mechanism,
            data=message if algorithm.token_digests else algorithm.token_input(digest),
            digest=algorithm.digest,
            pss_salt=algorithm.pss_salt,
            pin=self._pin.copy() if self._asks_each_time and self._pin else None,
        )
        raw = self._ask(request)
        try:
            signature = algorithm.from_token(raw)
        except ValueError:
            raise SignatureMismatchError(self.certificate.id) from None
        if not signature_is_valid(self._public_key_info, algorithm, digest, signature):
            raise SignatureMismatchError(self.certificate.id)
        return signature

    def _ask(self, request: SignRequest) -> bytes:
        try:
            return self._supervisor.request(
                Operation.SIGN,
                request,
                Signature,
                pin_pad=self._pin_pad and self._asks_each_time,
                same_process=True,
                cancel=self._cancel,
            ).signature
        except (PinIncorrectError, PinLockedError) as refusal:
            self._refused(refusal)
            raise


def _offered(
    algorithms: tuple[SignatureAlgorithm, ...], mechanisms: tuple[str, ...]
) -> tuple[SignatureAlgorithm, ...]:
    """Return the algorithms that the token has a mechanism for.

    A token that lists no mechanism at all is believed to have them all.
    """
    offered = tuple(each for each in algorithms if each.mechanism in mechanisms)
    if offered or not mechanisms:
        return offered or algorithms
    raise MechanismUnsupportedError(
        f"CKM_{algorithms[0].mechanism}", [f"CKM_{name}" for name in mechanisms]
    )
