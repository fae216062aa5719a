"""Putting together passport check, registration and registers."""

from __future__ import annotations

from desktop_app.composition.last_answers import last_answers
from desktop_app.core.identity import PassportStanding
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.identity import PassportChecks
from desktop_app.services.register_sync import RegisterSync
from desktop_app.services.registers import Registers
from desktop_app.services.registration import SpecialistRegistration
from desktop_app.services.registration_draft import RegistrationDrafts
from desktop_app.services.registration_memory import RegistrationMemory
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_records import SealedRecords


def make_registers(access: Access, language: str) -> Registers:
    """Return the services over one portal session."""
    folder = access.home.folder("registration")
    sealer = Sealer(access.secrets)
    records = SealedRecords(folder, sealer)
    drafts = RegistrationDrafts(folder, records, sealer)
    return Registers(
        passport=PassportChecks(
            access.session, access.audit, last_answers(access, "passport", PassportStanding)
        ),
        registration=SpecialistRegistration(
            access.session, drafts, RegistrationMemory(records), access.audit
        ),
        sync=RegisterSync(access.session, records, access.settings, access.audit, language),
    )
