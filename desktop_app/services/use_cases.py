"""What a person can do, as protocols: window and command depend on these, not on classes.

Every call may block and belongs off the UI thread; each that takes ``cancel`` raises
``Cancelled`` soon after ``cancel.cancel()``. Errors are those of ``core.errors``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.accounts import Account, LoginStatement, SessionState
from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.consents import ConsentDocument, ConsentState
from desktop_app.core.credentials import CheckOutcome, CredentialList, CredentialVersion
from desktop_app.core.cycles import Cycle
from desktop_app.core.journal import JournalFilter
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview

if TYPE_CHECKING:
    from desktop_app.core.diagnostics import CheckResult, DiagnosisReport, Finding, Profile
    from desktop_app.services.diagnostics.bundle import SupportBundle
    from desktop_app.services.diagnostics.fixing import AppliedFix, FixPlan
    from desktop_app.services.portal.contract import JournalEntry

OverviewListener = Callable[[TokenOverview], None]
OutcomeListener = Callable[[CheckOutcome], None]


class TokenWatch(Protocol):
    """A running watch."""

    def stop(self) -> None:
        """Stop watching; the listener is not called after this returns."""


class TokenService(Protocol):
    """Tokens with the fitness of each certificate judged."""

    def overview(self) -> TokenOverview:
        """Return drivers, tokens and certificates as they are now."""

    def watch(self, listener: OverviewListener) -> TokenWatch:
        """Call ``listener`` with each new state, from a thread of the watch."""

    def find(self, prefix: str) -> tuple[Token, TokenCertificate]:
        """Return the certificate whose id begins with ``prefix`` (at least 8 characters).

        Raises ``CertificateNotFoundError``, ``CertificateAmbiguousError``.
        """

    def retry_driver(self, path: str) -> None:
        """Use a driver again that was set aside after crashing."""


class LoginService(Protocol):
    """Sign in with a token; the session lives in the keyring, or in memory without one."""

    def prepare(self, certificate_id: str, cancel: Cancellation | None = None) -> LoginStatement:
        """Fetch a challenge and compose the statement that a person sees before the PIN.

        Raises ``CertificateUnfitError``, ``ChallengeUnusableError``, ``ClockWrongError``,
        ``PortalError``.
        """

    def sign_in(
        self,
        statement: LoginStatement,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> SessionState:
        """Sign the statement on the token and open a session; ``pin`` None for a PIN pad.

        Raises ``PinError``, ``TokenError``, ``LoginRefusedError``, ``PortalError``.
        """

    def state(self) -> SessionState:
        """Return the session as known here, without asking the portal."""

    def account(self, cancel: Cancellation | None = None) -> Account:
        """Ask the portal who is signed in.

        Raises ``NotSignedInError``, ``SessionExpiredError``, ``PortalError``.
        """

    def logout(self) -> None:
        """Forget the session here and revoke it at the portal where that can be reached."""


class ConsentService(Protocol):
    """The consent to pass personal data to ЕГИСЗ: a separate signed document."""

    def state(self, cancel: Cancellation | None = None) -> ConsentState:
        """Return text in force, status and history as the portal has them."""

    def compose(self, certificate_id: str, cancel: Cancellation | None = None) -> ConsentDocument:
        """Compose the document from the text in force and the person's data.

        Raises ``CertificateUnfitError``.
        """

    def sign(
        self,
        document: ConsentDocument,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> ConsentState:
        """Sign the document, keep it as a file and hand it to the portal.

        A document whose answer was lost before is sent again, with the same key, instead of
        signing a second one. Raises ``PinError``, ``TokenError``, ``ConsentRefusedError``.
        """

    def withdraw(self, cancel: Cancellation | None = None) -> ConsentState:
        """Withdraw the consent. Raises ``ConsentRefusedError`` when there is none."""

    def kept_files(self) -> tuple[Path, ...]:
        """Return the signed consents kept on this computer, oldest first."""

    def paper(
        self, catalogue: Catalogue, language: str, cancel: Cancellation | None = None
    ) -> bytes:
        """Return a PDF: the consent as it is, its signature and history in ``language``.

        The document given last, where this computer keeps it, else the text in force.
        """


class CredentialService(Protocol):
    """The table of credentials and «Проверить»."""

    def cached(self, *, people: bool = False) -> CredentialList:
        """Return the table as last seen, without asking the portal.

        ``people``: the table of the organisation's people instead of the person's own, which
        HR employees and those who answer for quality may see.
        """

    def refresh(
        self,
        *,
        people: bool = False,
        progress: ProgressListener = ...,
        cancel: Cancellation | None = None,
        on_first: Callable[[CredentialList], object] = ...,
    ) -> CredentialList:
        """Fetch the table; raises when the portal cannot give it.

        ``on_first`` gets the first rows of a long list, on the caller's thread, while the rest
        is still fetched.
        """

    def load(
        self,
        *,
        people: bool = False,
        progress: ProgressListener = ...,
        cancel: Cancellation | None = None,
    ) -> CredentialList:
        """Fetch the table, or return the cache with ``offline`` set on a ``PortalError``.

        Raises the ``PortalError`` when there is no cache, and every ``RefusedError``.
        """

    def check(
        self,
        ids: Sequence[str],
        *,
        progress: ProgressListener = ...,
        on_outcome: OutcomeListener = ...,
        cancel: Cancellation | None = None,
    ) -> tuple[CheckOutcome, ...]:
        """Ask the portal to check each credential; outcomes in the order of ``ids``.

        One failure does not stop the others; when the session ends or the portal is gone the
        rest carries that error's code unsent. Listeners are called on the caller's thread.
        """

    def document(
        self,
        credential_id: str,
        cancel: Cancellation | None = None,
        *,
        version: int | None = None,
    ) -> Path:
        """Download the PDF in force, or one of its versions, check its digest, return the file.

        Raises ``NotOnPortalError``, ``PortalAnswerError``.
        """

    def versions(
        self, credential_id: str, cancel: Cancellation | None = None
    ) -> tuple[CredentialVersion, ...]:
        """Return every file that the document has been, newest first."""

    def cycle(self, cancel: Cancellation | None = None) -> Cycle:
        """Return the person's five-year cycle as the portal counts it.

        Raises ``NotOnPortalError`` at a portal that counts none.
        """

    def replace(
        self, credential_id: str, file: Path, cancel: Cancellation | None = None
    ) -> CredentialVersion:
        """Send another PDF; until the register agrees, the version before stays in force.

        Raises ``DocumentRefusedError``, ``FileUnreadableError``, ``FileTooLargeError``,
        ``NotOnPortalError``.
        """


class JournalService(Protocol):
    """The portal's journal."""

    def entries(
        self,
        limit: int = ...,
        cancel: Cancellation | None = None,
        *,
        wanted: JournalFilter = ...,
        progress: ProgressListener = ...,
    ) -> tuple[JournalEntry, ...]:
        """Return the newest lines that pass, as far as the role may see them, newest first.

        Raises ``RoleForbiddenError`` for an account none of whose roles opens the journal.
        """


class DiagnosticsService(Protocol):
    """Why signing does not work here, and the way out. No call but ``try_signature`` uses a PIN."""

    def run(
        self,
        profile: Profile = ...,
        *,
        only: Sequence[str] = (),
        on_result: Callable[[CheckResult], None] = ...,
        cancel: Cancellation | None = None,
    ) -> DiagnosisReport:
        """Run the checks of a profile, or ``only`` those named with what they depend on.

        ``on_result`` is called on the caller's thread for each check as it ends. Raises
        ``Cancelled`` and ``CheckUnknownError``.
        """

    def planned(self, profile: Profile = ...) -> tuple[str, ...]:
        """Return the identifiers of a profile's checks, from cause to effect."""

    def last(self) -> DiagnosisReport | None:
        """Return the report of the last whole run, with what was checked again since."""

    def check_explaining(self, code: str) -> str | None:
        """Return the check that explains an error or a reason by its code."""

    def try_signature(
        self,
        certificate_id: str,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> CheckResult:
        """Sign a fixed harmless text on the person's word and verify it: check CRT-30.

        Raises ``CertificateUnfitError``, ``PinError``, ``TokenError``.
        """

    def plan_fix(self, check: str, finding: Finding) -> FixPlan:
        """Work out what the fix of a finding would change; nothing is changed yet.

        Raises ``FixUnavailableError`` and what the fix itself raises.
        """

    def apply_fix(self, plan: FixPlan) -> AppliedFix:
        """Carry a plan out and keep what is needed to take it back. Raises ``NmoError``."""

    def applied_fixes(self) -> tuple[AppliedFix, ...]:
        """Return the fixes that can be taken back, newest first."""

    def undo_fix(self, identifier: str) -> None:
        """Take a fix back. Raises ``FixUnavailableError``."""

    def report_html(self, report: DiagnosisReport) -> str:
        """Return the redacted report as one HTML page that opens and prints offline."""

    def report_json(self, report: DiagnosisReport, *, redact: bool = ...) -> dict[str, object]:
        """Return the report in the form of design/cli.md, redacted unless told otherwise."""

    def bundle(self, report: DiagnosisReport) -> SupportBundle:
        """Return what a support bundle would hold, redacted; nothing is written."""

    def save_bundle(self, bundle: SupportBundle, target: Path) -> None:
        """Write the bundle as a ZIP file. Raises ``OutputNotWritableError``."""
