"""The rows of a report on signatures: the same for the HTML page and the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.message_format import time_text
from desktop_app.core.verdicts import Verdict
from desktop_app.services.verification_form import (
    CertificateForm,
    FileForm,
    SignatureForm,
    VerificationForm,
)

Row = tuple[str, str]
"""What it is, and what it says."""


@dataclass(frozen=True, slots=True)
class VerificationRows:
    """Says in one language what stands where."""

    catalogue: Catalogue
    form: VerificationForm

    def say(self, name: str, **data: object) -> str:
        """Return the phrase ``verification.NAME``."""
        return self.catalogue.phrase(f"verification.{name}", self.form.language, **data)

    def verdict(self, verdict: Verdict) -> str:
        """Return a verdict in words."""
        return self.catalogue.word("verdict", verdict.value, self.form.language)

    def file_rows(self, file: FileForm) -> Iterator[Row]:
        """Yield what a file is."""
        if file.format:
            yield self.say("format"), file.format
        if file.format and file.document is None:
            yield self.say("document"), self.say("carried")
        elif file.document is not None and file.document != file.file:
            yield self.say("document"), Path(file.document).name
        if file.checked_at:
            yield self.say("checked"), self._time(file.checked_at)
        if self.form.at:
            yield self.say("as-of"), self._time(self.form.at)

    def heading(self, signature: SignatureForm) -> str:
        """Return who signed."""
        if signature.kind == "time-stamp":
            return self.say("document-stamp", service=signature.subject)
        if not signature.subject:
            return self.say("signature-unknown")
        return self.say("signature", subject=signature.subject)

    def answers(self, signature: SignatureForm) -> Iterator[tuple[Verdict, Row]]:
        """Yield the answers to what people ask, each with its verdict."""
        for each in signature.statements:
            yield each.verdict, (self.say(f"question.{each.question}"), each.text)

    def facts(self, signature: SignatureForm) -> Iterator[Row]:
        """Yield what a signature says of itself."""
        own = signature.path[0] if signature.path else None
        if own is not None and signature.kind == "signature":
            yield self.say("organisation"), own.organisation
            yield self.say("snils"), own.snils
        yield self.say("signing-time"), self._time(signature.signing_time)
        yield self.say("level"), signature.level
        yield self.say("algorithm"), signature.algorithm
        if own is not None:
            yield self.say("certificate"), self.certificate(own)
        yield self.say("fingerprint"), signature.certificate or ""
        if signature.place is not None:
            yield self.say("field"), signature.place.field
            yield self.say("reason"), signature.place.reason
            yield self.say("location"), signature.place.location

    def certificate(self, certificate: CertificateForm) -> str:
        """Return number, issuer and term of a certificate."""
        return self.say(
            "serial",
            serial=certificate.serial_number,
            issuer=certificate.issuer,
            begins=certificate.not_before,
            ends=certificate.not_after,
        )

    def ladder(self, path: Sequence[CertificateForm]) -> list[str]:
        """Return the path from the signer to the root, a line for each certificate."""
        return [f"{each.subject}. {self.certificate(each)}" for each in path]

    def stamps(self, signature: SignatureForm) -> Iterator[tuple[Verdict, str]]:
        """Yield each stamp in one line."""
        for each in signature.stamps:
            words = ", ".join(filter(None, (self._time(each.time), each.service, each.digest)))
            yield each.verdict, words

    def _time(self, moment: str | None) -> str:
        return time_text(moment, self.form.language)
