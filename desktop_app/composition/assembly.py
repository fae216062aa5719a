"""Putting the services together."""

from __future__ import annotations

import functools
import hashlib
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_app.composition.browser_login import make_browser_login
from desktop_app.composition.confirmations import make_confirmations
from desktop_app.composition.decisions import make_decisions
from desktop_app.composition.diagnosis import make_diagnosis
from desktop_app.composition.files import make_file_doctor
from desktop_app.composition.last_answers import last_answers
from desktop_app.composition.log import start_log
from desktop_app.composition.outbox import LazyOutbox, make_outbox
from desktop_app.composition.papers import LazyWorkshop, make_papers
from desktop_app.composition.profile import (
    Profile,
    real_profile,
    training_profile,
)
from desktop_app.composition.registers import make_registers
from desktop_app.composition.signature_forms import LazyForms, make_signature_forms
from desktop_app.composition.support import make_support
from desktop_app.composition.trust import make_trust
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.cycles import Cycle
from desktop_app.core.errors.portal import (
    PortalError,
    PortalNotConfiguredError,
    PortalUnavailableError,
)
from desktop_app.core.resources import resource_path
from desktop_app.sandbox.control import SandboxControl
from desktop_app.services.consent import SignedConsent
from desktop_app.services.consent_folder import ConsentFolder
from desktop_app.services.credentials import PortalCredentials
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.machine import ThisMachine
from desktop_app.services.document_signer import DocumentSigner
from desktop_app.services.journal import PortalJournal
from desktop_app.services.login import TokenLogin
from desktop_app.services.pin_locks import PinLocks
from desktop_app.services.pins import TokenPins
from desktop_app.services.portal.client import PortalClient
from desktop_app.services.portal.contact import PortalContact
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.program import Services
from desktop_app.services.revocations import Revocations
from desktop_app.services.signatures import FileSignatures
from desktop_app.services.storage.audit_log import FAILED_WRITE, LOST_ANSWER, AuditLog
from desktop_app.services.storage.credential_cache import CredentialCache
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import (
    CREDENTIAL_CACHE,
    PENDING_GRANT,
    SealedStore,
)
from desktop_app.services.storage.secrets import Secrets, system_keyring
from desktop_app.services.storage.settings import LANGUAGE, SettingsStore
from desktop_app.services.tokens import JudgedTokens
from desktop_app.services.training import TrainingControl
from desktop_app.services.trust_folder import unreadable
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.tokens import Tokens


def assemble(home: Path | None, drivers: tuple[Path, ...], language: str | None) -> Services:
    """Return the services of a state folder; see ``composition.build_services``."""
    place = Home.open(home)
    settings = SettingsStore(place.settings_file)
    training = SandboxControl(place.root)
    state = training.state()
    profile = (
        training_profile(place, state, drivers)
        if state is not None
        else real_profile(place, settings, drivers)
    )
    return _services(profile, settings, training, language or settings.get(LANGUAGE))


def _services(
    profile: Profile, settings: SettingsStore, training: TrainingControl, language: str
) -> Services:
    revocations = Revocations(PathJudge(), profile.trust)
    contact = PortalContact()
    access, signer, outbox = _foundation(profile, settings, revocations, contact)
    home, audit, session, judge = access.home, access.audit, access.session, access.judge
    credentials, consents = _records(access)
    catalogue = Catalogue.read(resource_path("messages"))
    signatures = FileSignatures(signer, judge, revocations, profile.trust, audit)
    forms = LazyForms(lambda: make_signature_forms(access, signer, signatures))
    workshop = LazyWorkshop()
    services = Services(
        tokens=access.judged_tokens,
        login=access.login,
        consent=SignedConsent(session, signer, consents, audit),
        credentials=credentials,
        signatures=signatures,
        journal=PortalJournal(session),
        settings=settings,
        audit=audit,
        catalogue=catalogue,
        home=home,
        training=training,
        pins=TokenPins(access.tokens, access.judged_tokens, audit),
        open_diagnostics=functools.cache(
            lambda: make_diagnosis(access, signer, catalogue, language)
        ),
        open_file_doctor=functools.cache(lambda: make_file_doctor(settings, audit, workshop)),
        open_papers=functools.cache(
            lambda: make_papers(access.judged_tokens, access.login, workshop)
        ),
        open_signature_forms=forms.open,
        open_outbox=outbox.open,
        is_training=profile.is_training,
        language=language,
        portal_contact=contact,
        closers=_closers(access, forms, workshop, outbox),
    )
    return _with_openers(services, access, consents, lambda: _context(profile))


def _with_openers(
    services: Services,
    access: Access,
    consents: ConsentFolder,
    context: Callable[[], ssl.SSLContext],
) -> Services:
    """Return the services with those that only need what all stand on, made at the first use."""
    whole = replace(
        services,
        open_confirmations=functools.cache(lambda: make_confirmations(access, consents)),
        open_browser_login=functools.cache(lambda: make_browser_login(access, context)),
        open_trust=functools.cache(lambda: make_trust(access)),
        open_registers=functools.cache(lambda: make_registers(access, services.language)),
        open_support=functools.cache(lambda: make_support(access)),
        portal_origin=access.portal_origin,
        findings=access.findings,
    )
    return replace(whole, open_decisions=functools.cache(lambda: make_decisions(access, whole)))


def _closers(
    access: Access, forms: LazyForms, workshop: LazyWorkshop, outbox: LazyOutbox
) -> tuple[Callable[[], None], ...]:
    return (
        start_log(access.home),
        access.tokens.close,
        access.judge.close,
        forms.close,
        workshop.close,
        access.session.close,
        outbox.close,
        access.database.close,
    )


def _records(access: Access) -> tuple[PortalCredentials, ConsentFolder]:
    sealer = Sealer(access.secrets)
    cache = CredentialCache(SealedStore(access.database, sealer, CREDENTIAL_CACHE))
    pending = SealedStore(access.database, sealer, PENDING_GRANT)
    cycles = last_answers(access, "cycle", Cycle)
    credentials = PortalCredentials(access.session, cache, access.home, access.audit, cycles)
    return credentials, ConsentFolder(access.home, pending)


def _secrets(profile: Profile) -> Secrets:
    return Secrets(
        namespace=hashlib.sha256(str(profile.home.data).encode()).hexdigest()[:16],
        file=profile.home.secrets_file,
        allow_file=lambda: profile.keep_without_keyring,
        find_keyring=system_keyring,
    )


def _foundation(
    profile: Profile, settings: SettingsStore, revocations: Revocations, contact: PortalContact
) -> tuple[Access, DocumentSigner, LazyOutbox]:
    """Return what all services stand on, as the diagnosis sees it, what signs, and the outbox."""
    home = profile.home
    database = Database(home.database)
    audit = AuditLog(database)
    secrets = _secrets(profile)
    session = PortalSession(
        profile.portal_origin, lambda: _client(profile, audit, contact), secrets
    )
    tokens = Tokens(profile.drivers, lock_memory=PinLocks(audit))
    judged = JudgedTokens(tokens, is_revoked=revocations.is_known_revoked)
    signer = DocumentSigner(tokens, judged, profile.trust.all_intermediates)
    outbox = LazyOutbox(lambda: make_outbox(access))
    access = Access(
        machine=ThisMachine(),
        home=home,
        settings=settings,
        secrets=secrets,
        database=database,
        audit=audit,
        tokens=tokens,
        judged_tokens=judged,
        judge=revocations.judge,
        trust=profile.trust,
        session=session,
        login=TokenLogin(session, signer, audit),
        portal_origin=profile.portal_origin,
        portal_anchors=profile.portal_anchors,
        portal_added=profile.portal_added,
        portal_proxy=profile.portal_proxy,
        is_training=profile.is_training,
        time_stamp_service=profile.time_stamp_service,
        open_outbox=outbox.open,
        findings=tuple(each for each in (settings.finding, database.finding) if each),
    )
    return access, signer, outbox


def _client(profile: Profile, audit: AuditLog, contact: PortalContact) -> PortalClient:
    if not profile.portal_origin:
        raise PortalNotConfiguredError
    return PortalClient(
        profile.portal_origin,
        _context(profile),
        proxy=profile.portal_proxy,
        on_repeated_write=functools.partial(_note_repeated, audit),
        contact=contact,
    )


def _context(profile: Profile) -> ssl.SSLContext:
    try:
        return portal_context(profile.portal_anchors, profile.portal_added)
    except OSError as error:
        raise unreadable(profile.portal_anchors or Path(), error) from error


def _note_repeated(audit: AuditLog, error: PortalError) -> None:
    failed = isinstance(error, PortalUnavailableError)
    audit.record_failure(FAILED_WRITE if failed else LOST_ANSWER, error.code)
