"""What becomes of each file of a batch that is signed with one login."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import PinError, TokenError
from desktop_app.services.document_signer import OpenSigner
from desktop_app.services.file_signing import sign_file, signature_path
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport


class SigningBatch:
    """What became of each file so far."""

    def __init__(self, out: Path | None, *, attached: bool, cancel: Cancellation | None) -> None:
        self._out = out
        self._attached = attached
        self._cancel = cancel
        self._token_error: NmoError | None = None
        self.signed: list[SignedFile] = []
        self.failed: list[FailedFile] = []

    def sign(self, signer: OpenSigner, file: Path) -> None:
        """Sign one file; once the token failed, the rest fails with the same error, untried."""
        if self._cancel is not None:
            self._cancel.checkpoint()
        if self._token_error is not None:
            self.failed.append(FailedFile(file, self._token_error))
            return
        target = signature_path(file, self._out)
        try:
            signed = sign_file(signer, file, target, attached=self._attached, cancel=self._cancel)
        except NmoError as error:
            if isinstance(error, TokenError | PinError):
                self._token_error = error
            self.failed.append(FailedFile(file, error))
        else:
            self.signed.append(signed)

    def report(self) -> SigningReport:
        """Return what became of each file."""
        return SigningReport(tuple(self.signed), tuple(self.failed))

    def audit_lines(self) -> list[tuple[str, str, str]]:
        """Return what the audit log is to keep."""
        return [
            *(("file.sign", "ok", f"{each.file.name} {each.digest}") for each in self.signed),
            *(("file.sign", each.error.code, each.file.name) for each in self.failed),
        ]
