"""The whole journey through the services: real training portal, real SoftHSM tokens."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.composition import build_services
from desktop_app.core.cancellation import Cancellation, Cancelled, Progress
from desktop_app.core.certificates import Fitness
from desktop_app.core.consents import ConsentStatus
from desktop_app.core.credentials import CheckOutcome, CheckVerdict, VersionState
from desktop_app.core.errors.inputs import CertificateUnfitError, OutputExistsError
from desktop_app.core.errors.portal import (
    ClockWrongError,
    LevelInsufficientError,
    LoginRefusedError,
    NotSignedInError,
    PortalAnswerError,
    PortalNotConfiguredError,
    PortalTlsError,
    PortalUnavailableError,
    PortalUnreachableError,
    RoleForbiddenError,
    SessionExpiredError,
)
from desktop_app.core.errors.tokens import PinIncorrectError, PinRefusedBeforeError
from desktop_app.core.pin import Pin
from desktop_app.core.verdicts import Verdict
from desktop_app.sandbox.control import SandboxControl
from desktop_app.sandbox.people import TRAINING_PIN
from desktop_app.services.program import Services
from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.storage.settings import LANGUAGE


@dataclass
class Training:
    """A running training portal and the state folder that belongs to it."""

    home: Path
    control: SandboxControl

    def services(self) -> Services:
        return build_services(self.home)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Training]:
    # The keyring of whoever runs the tests is none of their business.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        home = tmp_path_factory.mktemp("home")
        control = SandboxControl(home)
        control.start()
        yield Training(home, control)
        control.reset()


@pytest.fixture
def services(training: Training) -> Iterator[Services]:
    built = training.services()
    yield built
    training.control.scenario("normal")
    built.login.logout()
    built.close()


def certificate_of(services: Services, name: str, *, fit: bool = True) -> str:
    """Return the id of the first certificate of a person that may sign, or may not."""

    def wanted(fitness: Fitness) -> bool:
        return fitness.can_sign is fit

    return next(
        each.certificate.id
        for token in services.tokens.overview().tokens
        for each in token.certificates
        if name in each.certificate.subject and wanted(each.fitness)
    )


def sign_in(services: Services, name: str = "Иванова") -> str:
    certificate = certificate_of(services, name)
    services.login.sign_in(services.login.prepare(certificate), Pin(TRAINING_PIN))
    return certificate


@pytest.mark.parametrize("name", ["Иванова", "Лебедев", "Петров", "Соловьёва", "Фомина"])
def test_tokens_with_every_kind_of_key_sign_in(services: Services, name: str) -> None:
    certificate = certificate_of(services, name)
    statement = services.login.prepare(certificate[:12])
    assert statement.origin == services.portal_origin
    assert f'"aud":"{services.portal_origin}"'.encode() in statement.content
    state = services.login.sign_in(statement, Pin(TRAINING_PIN))
    assert state.account is not None
    assert name in state.account.full_name
    assert state.certificate_id == certificate
    assert state.kept_in_file
    assert services.login.account() == state.account


def test_the_session_outlives_the_program_and_ends_with_logout(
    services: Services, training: Training
) -> None:
    sign_in(services)
    other = training.services()
    assert other.login.account().full_name.startswith("Иванова")
    other.login.logout()
    assert services.login.state().account is None
    with pytest.raises(NotSignedInError):
        services.login.account()
    other.close()


def test_a_statement_signs_in_once(services: Services) -> None:
    statement = services.login.prepare(certificate_of(services, "Иванова"))
    services.login.sign_in(statement, Pin(TRAINING_PIN))
    with pytest.raises(LoginRefusedError):
        services.login.sign_in(statement, Pin(TRAINING_PIN))


def test_an_unfit_certificate_is_refused_before_anything_is_asked(services: Services) -> None:
    expired = certificate_of(services, "Орлов", fit=False)
    with pytest.raises(CertificateUnfitError) as caught:
        services.login.prepare(expired)
    assert caught.value.reasons == ["certificate.expired"]


@pytest.mark.parametrize("name", ["Ёлкина", "Морозов"])
def test_a_certificate_that_the_portal_does_not_trust_is_refused_by_it(
    services: Services, name: str
) -> None:
    with pytest.raises(LoginRefusedError):
        sign_in(services, name)
    assert services.login.state().account is None


def test_a_wrong_pin_costs_one_try_and_is_not_sent_again(services: Services) -> None:
    certificate = certificate_of(services, "Петров")
    statement = services.login.prepare(certificate)
    with pytest.raises(PinIncorrectError):
        services.login.sign_in(statement, Pin("00000000"))
    with pytest.raises(PinRefusedBeforeError):
        services.login.sign_in(statement, Pin("00000000"))
    assert services.login.sign_in(statement, Pin(TRAINING_PIN)).account is not None


def test_the_consent_is_shown_signed_kept_verified_and_withdrawn(services: Services) -> None:
    certificate = sign_in(services)
    before = services.consent.state()
    document = services.consent.compose(certificate)
    text = document.content.decode()
    assert before.subject is not None
    for part in (before.text.purpose, before.text.withdrawal, before.subject.address, certificate):
        assert part in text
    granted = services.consent.sign(document, Pin(TRAINING_PIN))
    assert granted.status is ConsentStatus.GRANTED
    assert granted.history[0].document_sha256 == document.sha256
    kept = services.consent.kept_files()[-1]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    report = services.signatures.verify_file(kept, None, TrustOptions())
    assert report.verdict is Verdict.GOOD
    assert report.content == document.content
    withdrawn = services.consent.withdraw()
    assert withdrawn.status is ConsentStatus.WITHDRAWN
    assert len(withdrawn.history) == len(before.history) + 2


def test_the_table_is_fetched_checked_and_its_document_opened(services: Services) -> None:
    sign_in(services)
    table = services.credentials.load()
    assert table.credentials
    assert not table.offline
    assert services.credentials.refresh().credentials == table.credentials
    ids = [each.id for each in table.credentials]
    seen: list[CheckOutcome] = []
    steps: list[Progress] = []
    outcomes = services.credentials.check(ids, progress=steps.append, on_outcome=seen.append)
    assert [each.credential_id for each in outcomes] == ids
    assert {each.check.verdict for each in outcomes if each.check} == set(CheckVerdict)
    assert len(seen) == steps[-1].done == steps[-1].total == len(ids)
    cached = services.credentials.cached()
    assert [each.check for each in cached.credentials] == [each.check for each in outcomes]
    documented = next(each for each in table.credentials if each.has_document)
    assert services.credentials.document(documented.id).read_bytes().startswith(b"%PDF-")


def test_checks_can_be_cancelled_and_what_is_done_is_kept(services: Services) -> None:
    sign_in(services, "Соловьёва")
    ids = [each.id for each in services.credentials.refresh().credentials]
    cancel = Cancellation()
    done: list[str] = []

    def after_three(outcome: CheckOutcome) -> None:
        done.append(outcome.credential_id)
        if len(done) == 3:
            cancel.cancel()

    with pytest.raises(Cancelled):
        services.credentials.check(ids, on_outcome=after_three, cancel=cancel)
    checked = {each.id for each in services.credentials.cached().credentials if each.check}
    assert set(done) <= checked


def test_without_the_portal_the_table_comes_from_the_cache(
    services: Services, training: Training
) -> None:
    sign_in(services)
    fetched = services.credentials.refresh()
    training.control.scenario("portal-down")
    offline = services.credentials.load()
    assert offline.offline
    assert offline.credentials == fetched.credentials
    with pytest.raises(PortalUnreachableError):
        services.credentials.refresh()
    outcomes = services.credentials.check([each.id for each in fetched.credentials])
    assert {each.error_code for each in outcomes} == {"portal.unreachable"}
    restarted = training.services()
    assert restarted.credentials.cached().credentials == fetched.credentials
    restarted.close()


def test_after_logout_nobody_sees_the_table(services: Services) -> None:
    sign_in(services)
    services.credentials.refresh()
    services.login.logout()
    assert services.credentials.cached().as_of is None


def test_a_lost_answer_grants_once(services: Services, training: Training) -> None:
    certificate = sign_in(services, "Кузнецова")
    document = services.consent.compose(certificate)
    training.control.scenario("answer-lost")
    granted = services.consent.sign(document, Pin(TRAINING_PIN))
    assert granted.status is ConsentStatus.GRANTED
    assert [each.kind for each in granted.history] == [ConsentStatus.GRANTED]


def test_a_session_that_ended_asks_to_sign_in_again_and_the_table_stays(
    services: Services, training: Training
) -> None:
    sign_in(services)
    fetched = services.credentials.refresh()
    training.control.scenario("session-expired")
    with pytest.raises(SessionExpiredError):
        services.credentials.load()
    assert services.login.state().account is None
    assert services.credentials.cached().credentials == fetched.credentials
    with pytest.raises(SessionExpiredError):
        services.credentials.check(["1"])
    sign_in(services)
    assert services.credentials.load().credentials == fetched.credentials


def test_a_busy_portal_says_when_to_come_back(services: Services, training: Training) -> None:
    sign_in(services)
    training.control.scenario("portal-busy")
    with pytest.raises(PortalUnavailableError) as caught:
        services.login.account()
    assert caught.value.retry_after == 5


def test_a_slow_portal_can_be_left(services: Services, training: Training) -> None:
    sign_in(services)
    training.control.scenario("portal-slow")
    cancel = Cancellation()
    timer = threading.Timer(0.2, cancel.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        services.login.account(cancel)
    timer.join()


def test_an_answer_that_breaks_off_is_a_typed_error(services: Services, training: Training) -> None:
    sign_in(services)
    training.control.scenario("truncated-answer")
    with pytest.raises(PortalAnswerError):
        services.login.account()


def test_a_foreign_root_stops_before_the_pin(services: Services, training: Training) -> None:
    certificate = certificate_of(services, "Иванова")
    training.control.scenario("root-missing")
    with pytest.raises(PortalTlsError):
        services.login.prepare(certificate)


def test_a_wrong_clock_is_named_before_the_pin(services: Services, training: Training) -> None:
    certificate = certificate_of(services, "Иванова")
    training.control.scenario("clock-wrong")
    with pytest.raises(ClockWrongError) as caught:
        services.login.prepare(certificate)
    assert caught.value.seconds < -80_000


def test_an_unconfirmed_account_is_told_its_level(services: Services, training: Training) -> None:
    sign_in(services, "Никитин")
    with pytest.raises(LevelInsufficientError) as caught:
        services.credentials.load()
    assert caught.value.level == "standard"


def test_files_are_signed_with_one_login_and_one_failure_stops_nothing(
    services: Services, tmp_path: Path
) -> None:
    first, second, missing = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    first.write_bytes(b"first")
    second.write_bytes(b"second")
    (tmp_path / "b.txt.sig").write_bytes(b"mine")
    certificate = certificate_of(services, "Иванова")
    report = services.signatures.sign_files(
        [first, second, missing], certificate, Pin(TRAINING_PIN)
    )
    assert [each.file for each in report.signed] == [first]
    assert [each.error.code for each in report.failed] == ["output.exists", "input.unreadable"]
    assert isinstance(report.failed[0].error, OutputExistsError)
    assert (tmp_path / "b.txt.sig").read_bytes() == b"mine"
    good = services.signatures.verify_file(tmp_path / "a.txt.sig", None, TrustOptions())
    assert good.verdict is Verdict.GOOD
    first.write_bytes(b"changed")
    bad = services.signatures.verify_file(tmp_path / "a.txt.sig", None, TrustOptions())
    assert bad.verdict is Verdict.BAD


def test_an_attached_signature_over_another_file_is_bad(services: Services, tmp_path: Path) -> None:
    file, other = tmp_path / "a.txt", tmp_path / "other.txt"
    file.write_bytes(b"content")
    other.write_bytes(b"something else")
    certificate = certificate_of(services, "Петров")
    services.signatures.sign_files([file], certificate, Pin(TRAINING_PIN), attached=True)
    signature = tmp_path / "a.txt.sig"
    for content, verdict in ((None, Verdict.GOOD), (file, Verdict.GOOD), (other, Verdict.BAD)):
        report = services.signatures.verify_file(signature, content, TrustOptions())
        assert report.verdict is verdict


def test_a_revoked_certificate_is_refused_before_the_pin(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"content")
    certificate = certificate_of(services, "Морозов")
    with pytest.raises(CertificateUnfitError) as caught:
        services.signatures.sign_files([tmp_path / "a.txt"], certificate, None)
    assert caught.value.reasons == ["certificate.revoked"]
    fitness = services.tokens.find(certificate)[1].fitness
    assert not fitness.can_sign


def test_everything_stands_in_the_audit_log_without_a_full_snils(services: Services) -> None:
    sign_in(services)
    services.credentials.refresh()
    report = services.audit.verify()
    assert report.entries > 0
    assert report.first_broken is None
    actions = {each.action for each in services.audit.entries()}
    assert {"login", "credentials.fetch", "consent.sign", "credential.check"} <= actions
    assert not any("11223344595" in each.subject for each in services.audit.entries())


def test_the_portal_journal_lists_the_own_actions(services: Services) -> None:
    sign_in(services)
    entries = services.journal.entries(limit=5)
    assert 0 < len(entries) <= 5
    assert {each.actor for each in entries} == {"Иванова Мария Петровна"}


def test_a_new_document_goes_on_review_and_the_old_one_stays(services: Services) -> None:
    sign_in(services)
    rows = services.credentials.refresh().credentials
    row = next(each for each in rows if each.has_document and each.status.value == "valid")
    file = services.credentials.document(row.id)
    version = services.credentials.replace(row.id, file)
    assert (version.number, version.state) == (2, VersionState.ON_REVIEW)
    kept = next(each for each in services.credentials.cached().credentials if each.id == row.id)
    assert kept.review is VersionState.ON_REVIEW
    history = services.credentials.versions(row.id)
    assert [each.number for each in history] == [2, 1]
    first = services.credentials.document(row.id, version=1)
    assert first != file
    assert first.read_bytes() == file.read_bytes()
    with pytest.raises(RoleForbiddenError):
        services.credentials.refresh(people=True)


def test_without_training_and_without_a_portal_the_window_still_opens(tmp_path: Path) -> None:
    services = build_services(tmp_path)
    assert not services.is_training
    assert services.login.state().account is None
    assert services.credentials.cached().credentials == ()
    with pytest.raises((PortalNotConfiguredError, NotSignedInError)):
        services.credentials.load()
    services.settings.set(LANGUAGE, "en")
    services.close()
    again = build_services(tmp_path)
    assert again.language == "en"
    again.close()


def test_what_was_set_aside_at_the_start_is_named(tmp_path: Path) -> None:
    build_services(tmp_path).close()
    (tmp_path / "settings.json").write_bytes(b"{")
    (tmp_path / "cabinet.sqlite3").write_bytes(b"garbage" * 1000)
    services = build_services(tmp_path)
    assert [each.code for each in services.findings] == [
        "state.settings-set-aside",
        "state.database-set-aside",
    ]
    services.close()
