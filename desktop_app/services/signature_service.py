"""Signing and verifying files as window and command see it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.cancellation import Cancellation, Pause, ProgressListener
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.services.signing_report import SigningReport, TrustOptions

if TYPE_CHECKING:
    from desktop_app.services.batch_login import Control
    from desktop_app.services.batch_signing import Attendant
    from desktop_app.services.signing_batch import Item, SigningBatch
    from desktop_app.signing.chain import PathReport
    from desktop_app.signing.verification import VerificationReport


class SignatureService(Protocol):
    """Sign and verify files."""

    def refuse_unfit(self, certificate_id: str) -> None:
        """Refuse a certificate that may not sign, before anybody asks for a PIN.

        Asks the issuer about revocation where that can be done, once in ten minutes. Raises
        ``CertificateUnfitError``, ``CertificateNotFoundError``.
        """

    def sign_files(
        self,
        files: Sequence[Path],
        certificate_id: str,
        pin: Pin | None,
        *,
        out: Path | None = None,
        attached: bool = False,
        last_try_confirmed: bool = False,
        attendant: Attendant | None = None,
        progress: ProgressListener = ...,
        pause: Pause | None = None,
        cancel: Cancellation | None = None,
    ) -> SigningReport:
        """Sign each file as CAdES-BES into ``FILE.sig``, all with one login.

        A token that is taken out is waited for when an ``attendant`` stands by. Raises
        ``CertificateUnfitError`` before the PIN is used, ``PinError`` and ``TokenError`` when
        the login fails; what fails later stands in the report.
        """

    def sign_batch(
        self,
        batch: SigningBatch[Item],
        certificate_id: str,
        given: PinGiven,
        control: Control,
        attendant: Attendant | None = None,
    ) -> None:
        """Sign what has no signature yet in a batch, all with one login.

        ``file_signing.file_batch`` makes a batch of files; a batch that failed in part, was
        cancelled or stopped is signed further by calling this again. Raises as ``sign_files``.
        """

    def verify_file(
        self, signature: Path, content: Path | None, options: TrustOptions
    ) -> VerificationReport:
        """Verify a signature; detached content None means the file beside it.

        Raises ``NotSignatureError``, ``ContentNeededError``, ``FileUnreadableError``.
        """

    def check_certificate(self, der: bytes, options: TrustOptions, purpose: str) -> PathReport:
        """Judge the path of a certificate for ``sign``, ``login`` or ``any``."""

    def digest(self, path: Path, algorithm: str) -> str:
        """Return the digest of a file in lower-case hexadecimal.

        Raises ``AlgorithmUnsupportedError``, ``FileUnreadableError``.
        """
