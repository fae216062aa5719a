"""Everything that window and command need of the program, in one value."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import NmoError
from desktop_app.services.pin_service import PinService
from desktop_app.services.portal.contact import PortalContact
from desktop_app.services.signature_service import SignatureService
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.settings import SettingsStore
from desktop_app.services.training import TrainingControl
from desktop_app.services.use_cases import (
    ConsentService,
    CredentialService,
    DiagnosticsService,
    JournalService,
    LoginService,
    TokenService,
)

if TYPE_CHECKING:
    from desktop_app.services.browser_login import BrowserLoginService
    from desktop_app.services.confirmations import Confirmations
    from desktop_app.services.decisions import Decisions
    from desktop_app.services.file_doctor_service import FileDoctor
    from desktop_app.services.outbox_service import OutboxService
    from desktop_app.services.paper_service import PaperService
    from desktop_app.services.registers import Registers
    from desktop_app.services.signature_forms import SignatureForms
    from desktop_app.services.support import PortalSupport
    from desktop_app.services.trust_keeping import TrustKeeping


def _no_trust() -> TrustKeeping:
    raise LookupError("these services were put together without a trust store")


def _no_papers() -> PaperService:
    raise LookupError("these services were put together without papers")


def _no_signature_forms() -> SignatureForms:
    raise LookupError("these services were put together without other forms of signatures")


def _no_outbox() -> OutboxService:
    raise LookupError("these services were put together without an outbox")


def _no_registers() -> Registers:
    raise LookupError("these services were put together without registers")


def _no_support() -> PortalSupport:
    raise LookupError("these services were put together without support")


def _no_file_doctor() -> FileDoctor:
    raise LookupError("these services were put together without a file doctor")


def _no_confirmations() -> Confirmations:
    raise LookupError("these services were put together without confirmations")


def _no_decisions() -> Decisions:
    raise LookupError("these services were put together without decisions")


def _no_browser_login() -> BrowserLoginService:
    raise LookupError("these services were put together without a login through the browser")


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one profile: the training one or the real one."""

    tokens: TokenService
    login: LoginService
    consent: ConsentService
    credentials: CredentialService
    signatures: SignatureService
    journal: JournalService
    settings: SettingsStore
    audit: AuditLog
    catalogue: Catalogue
    home: Home
    training: TrainingControl
    pins: PinService
    open_diagnostics: Callable[[], DiagnosticsService]
    """Returns the diagnosis, always the same one; it is made at its first use."""
    is_training: bool
    language: str
    """``ru`` or ``en``: as asked for, else as set, else ``ru``."""
    portal_origin: str = ""
    """``https://host[:port]``, or an empty string when no portal is set."""
    portal_contact: PortalContact = field(default_factory=PortalContact)
    """How the portal answered last time."""
    findings: tuple[NmoError, ...] = ()
    """What was found broken at the start and set aside: nothing is replaced silently."""
    open_trust: Callable[[], TrustKeeping] = _no_trust
    """Returns what is trusted here; it is made at its first use."""
    open_file_doctor: Callable[[], FileDoctor] = _no_file_doctor
    """Returns what looks at files, always the same one; it is made at its first use."""
    open_papers: Callable[[], PaperService] = _no_papers
    """Returns what writes papers, always the same one; it is made at its first use."""
    open_signature_forms: Callable[[], SignatureForms] = _no_signature_forms
    """Returns what stamps, signs beside others and inside PDFs; it is made at its first use."""
    open_outbox: Callable[[], OutboxService] = _no_outbox
    """Returns the documents on their way, always the same; they are opened at the first use."""
    open_registers: Callable[[], Registers] = _no_registers
    """Returns passport check, registration and registers; they are made at the first use."""
    open_browser_login: Callable[[], BrowserLoginService] = _no_browser_login
    """Returns what signs in through the browser; it is made at its first use."""
    open_confirmations: Callable[[], Confirmations] = _no_confirmations
    """Returns what codes confirm: the account, the consent; it is made at its first use."""
    open_support: Callable[[], PortalSupport] = _no_support
    """Returns the requests to support; they are opened at the first use."""
    open_decisions: Callable[[], Decisions] = _no_decisions
    """Returns what portal and operator decided; it is made at its first use."""
    closers: tuple[Callable[[], None], ...] = ()

    @property
    def diagnostics(self) -> DiagnosticsService:
        """Why signing does not work here, and the way out."""
        return self.open_diagnostics()

    @property
    def trust(self) -> TrustKeeping:
        """What was added to the program's trust, and the list of accredited authorities."""
        return self.open_trust()

    @property
    def confirmations(self) -> Confirmations:
        """The confirmation of the account, and the consent by code."""
        return self.open_confirmations()

    @property
    def decisions(self) -> Decisions:
        """What portal and operator decided."""
        return self.open_decisions()

    @property
    def browser_login(self) -> BrowserLoginService:
        """«Войти через Госуслуги»."""
        return self.open_browser_login()

    @property
    def file_doctor(self) -> FileDoctor:
        """Files looked at before they are signed and uploaded."""
        return self.open_file_doctor()

    @property
    def papers(self) -> PaperService:
        """Documents written from templates."""
        return self.open_papers()

    @property
    def signature_forms(self) -> SignatureForms:
        """Time stamps, signatures beside those of others, signatures inside PDFs."""
        return self.open_signature_forms()

    @property
    def outbox(self) -> OutboxService:
        """Documents that are kept until the portal has them."""
        return self.open_outbox()

    @property
    def registers(self) -> Registers:
        """The passport check, the specialist's registration and ФРМР."""
        return self.open_registers()

    @property
    def support(self) -> PortalSupport:
        """Requests to the support services."""
        return self.open_support()

    def close(self) -> None:
        """Stop helpers, workers and connections, each also when another one fails to."""
        with ExitStack() as stack:
            for close in reversed(self.closers):
                stack.callback(close)
