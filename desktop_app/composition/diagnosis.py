"""Putting the diagnosis together; its parts are imported when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.services.diagnostics.collecting import Access
    from desktop_app.services.diagnostics.service import Reports, Trial
    from desktop_app.services.document_signer import DocumentSigner
    from desktop_app.services.use_cases import DiagnosticsService


def make_diagnosis(
    access: Access, signer: DocumentSigner, catalogue: Catalogue, language: str
) -> DiagnosticsService:
    """Return the diagnosis of this computer."""
    from desktop_app.services.diagnostics.service import Diagnosis  # noqa: PLC0415
    from desktop_app.services.diagnostics.walking import (  # noqa: PLC0415
        all_checks,
        all_collectors,
        all_fixes,
    )

    def reports() -> Reports:
        from desktop_app.services.diagnostics.reporting import Reporting  # noqa: PLC0415

        return Reporting(catalogue, language, access)

    def trial() -> Trial:
        from desktop_app.services.trial_signature import SignatureTrial  # noqa: PLC0415

        return SignatureTrial(signer)

    return Diagnosis(
        access, all_checks(), all_collectors(access), all_fixes(access), reports, trial
    )
