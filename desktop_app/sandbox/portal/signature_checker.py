"""Checks signatures against the training roots with the program's own verification."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from desktop_app.core.errors.inputs import InputError
from desktop_app.core.errors.state import WorkerFailedError
from desktop_app.core.verdicts import Verdict
from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import LINES, ROOT
from desktop_app.sandbox.portal.context import SignerFinding
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.revocation import build_crl
from desktop_app.services.portal.contract import LOGIN_CONTENT_TYPE
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, Purpose, TrustMaterial
from desktop_app.signing.verification import SignerReport, verify_cades


class TrustedSignatures:
    """Judges by the training roots alone, with CRLs that are made for each question."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._judge = PathJudge()

    def check(
        self,
        signature: bytes,
        content_type: str,
        at: datetime,
        content: BinaryIO | None = None,
    ) -> SignerFinding:
        """Judge a CAdES with one signer, detached where content is given.

        «Cannot tell» counts against it.

        Raises ``Refusal`` (503) when the worker that judges paths cannot be started.
        """
        trust = self._trust(at)
        try:
            report = verify_cades(
                signature,
                content,
                trust=trust,
                judge=self._judge,
                at=at,
                offline=True,
                content_type=content_type,
            )
            (signer,) = report.signers
            purpose = self._purpose_report(signer, content_type, trust, at)
        except (InputError, ValueError):
            return SignerFinding(("signature.unreadable",), "")
        except WorkerFailedError as error:
            headers = {"Retry-After": "5"}
            raise Refusal(503, ProblemCode.SERVER_BUSY, "path", headers=headers) from error
        verdict = Verdict.worst((report.verdict, purpose.verdict if purpose else Verdict.GOOD))
        if verdict is Verdict.GOOD:
            return SignerFinding((), signer.snils, signer.subject)
        reasons = [*signer.reasons, *(purpose.reasons if purpose else ())]
        causes = dict.fromkeys(reason.code for reason in reasons)
        return SignerFinding(tuple(causes) or ("signature.undecided",), signer.snils)

    def close(self) -> None:
        """End the worker that judges paths."""
        self._judge.close()

    def warm_up(self, at: datetime) -> None:
        """Start the worker, so that the first login need not wait for it."""
        root = self._authority.certificate_der(ROOT)
        self._judge.judge(PathRequest(root, TrustMaterial((root,)), at, offline=True))

    def _purpose_report(
        self, signer: SignerReport, content_type: str, trust: TrustMaterial, at: datetime
    ) -> PathReport | None:
        """Judge the path once more for signing in: documents ask for less."""
        if content_type != LOGIN_CONTENT_TYPE or signer.certificate is None:
            return None
        purpose: Purpose = "login"
        request = PathRequest(signer.certificate.der, trust, at, offline=True, purpose=purpose)
        return self._judge.judge(request)

    def _trust(self, at: datetime) -> TrustMaterial:
        issuers = [name for line in LINES for name in (line.root, line.issuing)]
        return TrustMaterial(
            anchors=tuple(self._authority.certificate_der(line.root) for line in LINES),
            intermediates=tuple(self._authority.certificate_der(line.issuing) for line in LINES),
            crls=tuple(build_crl(self._authority, issuer, at) for issuer in issuers),
        )
