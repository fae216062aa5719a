"""Checks signatures against the training roots with the program's own verification."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from desktop_app.core.errors.inputs import InputError
from desktop_app.core.errors.state import WorkerFailedError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import LINES, ROOT
from desktop_app.sandbox.portal.context import SignerFinding
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.revocation import build_crl
from desktop_app.services.portal.contract import LOGIN_CONTENT_TYPE
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, Purpose, TrustMaterial
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_verification import is_signed_to_the_end, verify_pdf
from desktop_app.signing.signer_paths import SignerPaths
from desktop_app.signing.verification import SignerReport, verify_cades


class TrustedSignatures:
    """Judges by the training roots alone, with CRLs that are made for each question."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._judge = PathJudge()
        self._pdfs = PdfFiles()

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
            return _UNREADABLE
        except WorkerFailedError as error:
            raise _busy() from error
        verdict = Verdict.worst((report.verdict, purpose.verdict if purpose else Verdict.GOOD))
        if verdict is Verdict.GOOD:
            return SignerFinding((), signer.snils, signer.subject)
        reasons = [*signer.reasons, *(purpose.reasons if purpose else ())]
        causes = dict.fromkeys(reason.code for reason in reasons)
        return SignerFinding(tuple(causes) or ("signature.undecided",), signer.snils)

    def check_document(
        self, signature: bytes, at: datetime, content: BinaryIO
    ) -> tuple[SignerFinding, ...]:
        """Judge every signer of a CAdES over a document that it does not carry.

        «Cannot tell» counts against it. Raises ``Refusal`` (503) as ``check`` does.
        """
        try:
            report = verify_cades(
                signature, content, trust=self._trust(at), judge=self._judge, at=at, offline=True
            )
        except (InputError, ValueError):
            return (_UNREADABLE,)
        except WorkerFailedError as error:
            raise _busy() from error
        return tuple(map(_finding, report.signers))

    def check_pdf(self, file: Path, at: datetime) -> tuple[SignerFinding, ...]:
        """Judge every signer inside a PDF, and whether they signed all of it.

        «Cannot tell» counts against it. Raises ``Refusal`` (503) as ``check`` does.
        """
        trust = self._trust(at)
        try:
            found = self._pdfs.read(file)
            with file.open("rb") as stream:
                paths = SignerPaths(trust, trust, self._judge, at, offline=True)
                reports = verify_pdf(stream, found, paths)
        except (InputError, ValueError):
            return (_UNREADABLE,)
        except WorkerFailedError as error:
            raise _busy() from error
        people = tuple(_finding(each.signer) for each in reports if each.signer is not None)
        stamps = [each.stamp for each in reports if each.stamp is not None]
        causes = [each.code for stamp in stamps for each in stamp.reasons if _is_against(each)]
        if not is_signed_to_the_end(reports):
            causes.append("pdf.not-covered")
        return (*people, SignerFinding(tuple(causes), "")) if causes else people

    def close(self) -> None:
        """End the workers that judge paths and read PDFs."""
        self._judge.close()
        self._pdfs.close()

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


_UNREADABLE: Final = SignerFinding(("signature.unreadable",), "")


def _finding(signer: SignerReport) -> SignerFinding:
    causes = dict.fromkeys(each.code for each in signer.reasons if _is_against(each))
    if signer.verdict is not Verdict.GOOD and not causes:
        causes["signature.undecided"] = None
    certificate = "" if signer.certificate is None else signer.certificate.id
    return SignerFinding(tuple(causes), signer.snils, signer.subject, certificate)


def _is_against(reason: Reason) -> bool:
    return reason.verdict is not Verdict.GOOD


def _busy() -> Refusal:
    headers = {"Retry-After": "5"}
    return Refusal(503, ProblemCode.SERVER_BUSY, "path", headers=headers)
