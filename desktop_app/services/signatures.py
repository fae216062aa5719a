"""Sign files, verify signatures, judge certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.cancellation import (
    Cancellation,
    Pause,
    Progress,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.errors.inputs import ContentNeededError
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.services.audited import audited
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import Attendant, BatchSigning
from desktop_app.services.document_signer import ID_DATA, DocumentSigner, may_sign
from desktop_app.services.file_signing import file_batch, file_digest, file_report
from desktop_app.services.own_trust import OwnTrust, stamp_material, trust_material
from desktop_app.services.revocations import Revocations
from desktop_app.services.signed_content import compared, content_beside, expected_content
from desktop_app.services.signing_batch import DocumentState, Item, SigningBatch
from desktop_app.services.signing_report import (
    SigningReport,
    TrustOptions,
)
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.trust_folder import (
    read_limited,
    unreadable,
)
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, Purpose
from desktop_app.signing.verification import VerificationReport, verify_cades

SIGNATURE_LIMIT = 512 * 1024 * 1024
"""Most bytes of a signature file; an attached one holds the document."""
_PURPOSES: Mapping[str, Purpose] = {"sign": "sign", "login": "login", "any": "any"}


class FileSignatures:
    """Implements ``SignatureService``; ``own_trust`` holds where no anchors are named."""

    def __init__(
        self,
        signer: DocumentSigner,
        judge: PathJudge,
        revocations: Revocations,
        own_trust: OwnTrust,
        audit: AuditLog,
    ) -> None:
        self._signer = signer
        self._judge = judge
        self._revocations = revocations
        self._own_trust = own_trust
        self._audit = audit
        self._batches = BatchSigning(signer, revocations, audit)

    def refuse_unfit(self, certificate_id: str) -> None:
        """Refuse a certificate that may not sign, before anybody asks for a PIN."""
        self._revocations.refuse_revoked(self._signer.require(certificate_id, may_sign))

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
        progress: ProgressListener = ignore_progress,
        pause: Pause | None = None,
        cancel: Cancellation | None = None,
    ) -> SigningReport:
        """Sign each file as CAdES-BES into ``FILE.sig``, all with one login."""
        batch = file_batch(files, out, attached=attached)
        given = PinGiven(pin, last_try_confirmed)
        self.sign_batch(batch, certificate_id, given, Control(progress, pause, cancel), attendant)
        return file_report(batch)

    def sign_batch(
        self,
        batch: SigningBatch[Item],
        certificate_id: str,
        given: PinGiven,
        control: Control,
        attendant: Attendant | None = None,
    ) -> None:
        """Sign what has no signature yet in a batch, all with one login."""
        total = len(batch.outcomes)
        control.progress(Progress(batch.count(DocumentState.SIGNED), total))
        self._batches.sign(batch, certificate_id, given, control, attendant)
        control.progress(Progress(total, total))

    def verify_file(
        self, signature: Path, content: Path | None, options: TrustOptions
    ) -> VerificationReport:
        """Verify a signature; detached content None means the file beside it."""
        with audited(self._audit, "file.verify", signature.name):
            encoded = read_limited(signature, SIGNATURE_LIMIT)
            beside = content or content_beside(signature)
            if beside is None:
                return self._verify(encoded, None, options, signature)
            try:
                with beside.open("rb") as stream:
                    report = self._verify(encoded, stream, options, signature)
            except OSError as error:
                raise unreadable(beside, error) from error
            return report if content is None else compared(report, content)

    def check_certificate(self, der: bytes, options: TrustOptions, purpose: str) -> PathReport:
        """Judge the path of a certificate for ``sign``, ``login`` or ``any``."""
        return self._judge.judge(
            PathRequest(
                certificate=der,
                trust=trust_material(self._own_trust, options),
                at=options.at,
                offline=options.offline,
                purpose=_PURPOSES[purpose],
            )
        )

    def digest(self, path: Path, algorithm: str) -> str:
        """Return the digest of a file in lower-case hexadecimal."""
        return file_digest(path, algorithm).hex()

    def _verify(
        self, encoded: bytes, stream: BinaryIO | None, options: TrustOptions, signature: Path
    ) -> VerificationReport:
        try:
            return verify_cades(
                encoded,
                stream,
                trust=trust_material(self._own_trust, options),
                stamp_trust=stamp_material(self._own_trust, options),
                judge=self._judge,
                at=options.at,
                offline=options.offline,
                content_type=ID_DATA,
            )
        except ContentNeededError:
            raise ContentNeededError(path=str(expected_content(signature))) from None
