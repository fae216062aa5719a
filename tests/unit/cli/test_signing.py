"""What do people and scripts read after signing?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.core.cancellation import Cancelled, Progress
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.core.errors.tokens import TokenRemovedError
from desktop_app.core.pin import PinGiven
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.batch_login import Control
from desktop_app.services.batch_signing import TokenGone
from desktop_app.services.pdf_signing import PdfSigning
from desktop_app.services.signing_batch import DocumentState, Outcome, SigningBatch
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport
from desktop_app.signing.chain import PathReport

Run = Callable[..., Any]
SIGN = ("sign", "a.txt", "b.txt", "--certificate", "01010101", "--pin-stdin")
SIGNED = SignedFile(Path("a.txt"), Path("a.txt.sig"), "00", "sha256_rsa")
FAILED = FailedFile(Path("b.txt"), FileUnreadableError("b.txt", "ENOENT"))


def test_both_outcomes_are_named(nmo: Run, console: Any, services: SimpleNamespace) -> None:
    console.piped = "12345678"
    services.signatures.sign_files = lambda *a, **k: SigningReport((SIGNED,), (FAILED,))
    ran = nmo(*SIGN)
    assert ran.exit_code == 8
    assert "✓ a.txt → a.txt.sig" in ran.out
    assert "✕ b.txt: Файл не читается." in ran.out
    assert "Подписано: 1, не подписано: 1." in ran.out


def test_a_path_that_cannot_be_completed_is_said_but_does_not_count(
    nmo: Run, console: Any, services: SimpleNamespace
) -> None:
    console.piped = "12345678"
    reasons = (
        Reason("path.root-missing", {"subject": "УЦ", "issuer": "ГУЦ"}, "02" * 32),
        Reason("path.revocation-unknown", verdict=Verdict.UNKNOWN),
    )
    services.signatures.sign_files = lambda *a, **k: SigningReport((SIGNED,), ())
    services.signatures.check_certificate = lambda *a: PathReport(Verdict.BAD, reasons, ())
    ran = nmo("--json", *SIGN)
    assert ran.exit_code == 0
    assert [each["code"] for each in ran.document["path_reasons"]] == ["path.root-missing"]
    assert "«ГУЦ»" in nmo(*SIGN).out


def test_a_cancelled_batch_says_how_far_it_came(
    nmo: Run, console: Any, services: SimpleNamespace
) -> None:
    def sign_files(*_arguments: Any, progress: Callable[[Progress], None], **_more: Any) -> Any:
        progress(Progress(1, 2, "b.txt"))
        raise Cancelled

    console.piped = "12345678"
    services.signatures.sign_files = sign_files
    ran = nmo(*SIGN)
    assert ran.exit_code == 130
    assert "Обработано файлов: 1 из 2" in ran.err
    assert not console.given[0], "the PIN is wiped"


def gone_and_back(services: SimpleNamespace, console: Any, *pins: str) -> list[str | None]:
    """Let the token leave once in the middle; return the PINs of the second login."""
    given: list[str | None] = []
    token = services.tokens.find("01010101")[0]

    def sign_files(*_arguments: Any, attendant: Any, **_more: Any) -> SigningReport:
        if attendant is None:
            return SigningReport((SIGNED,), (FAILED,))
        attendant.token_gone(TokenGone(token, 14, 40))
        again = attendant.pin_again(token)
        given.append(again.pin.reveal())
        return SigningReport((SIGNED,), ())

    services.signatures.sign_files = sign_files
    console.pins = list(pins)
    return given


def test_a_person_is_asked_to_put_the_token_back_and_for_the_pin(
    nmo: Run, console: Any, services: SimpleNamespace
) -> None:
    given = gone_and_back(services, console, "first", "again")
    console.somebody = True
    ran = nmo(*SIGN[:-1])
    assert (ran.exit_code, given) == (0, ["again"])
    assert "Токен извлекли во время подписи. Подписано 14 из 40 документов." in ran.err
    assert "Вставьте тот же токен (Рутокен, 0f2a), и подпись продолжится" in ran.err
    assert console.asked == ["PIN токена «Рутокен»:"] * 2


@pytest.mark.parametrize(
    ("options", "somebody"), [((), False), (("--json",), True), (("--pin-stdin",), True)]
)
def test_a_script_does_not_wait_for_a_token(
    nmo: Run,
    console: Any,
    services: SimpleNamespace,
    options: tuple[str, ...],
    somebody: bool,
) -> None:
    given = gone_and_back(services, console, "first", "again")
    console.piped, console.somebody = "first", somebody
    assert nmo(*SIGN[:-1], *options).exit_code == 8
    assert given == []


def test_a_batch_of_pdfs_waits_for_the_token_too(
    nmo: Run, console: Any, services: SimpleNamespace
) -> None:
    given: list[str] = []
    token = services.tokens.find("01010101")[0]

    def sign_batch(
        batch: SigningBatch[Any], _id: str, _pin: PinGiven, control: Control, attendant: Any
    ) -> None:
        attendant.token_gone(TokenGone(token, 0, 2))
        again = attendant.pin_again(token)
        given.append(again.pin.reveal())
        document = batch.document(0)
        control.progress(batch.settle(0, Outcome(document, DocumentState.SIGNED)))
        batch.stopped_by = TokenRemovedError()

    pdfs = PdfSigning(cast(Any, None), cast(Any, None))
    services.signature_forms = SimpleNamespace(
        pdfs=SimpleNamespace(refuse_unfit=lambda _id: None, batch=pdfs.batch)
    )
    services.signatures.sign_batch = sign_batch
    console.pins, console.somebody = ["first", "again"], True
    ran = nmo("sign", "a.pdf", "b.pdf", "--certificate", "01010101", "--pades")
    assert given == ["again"]
    assert "✓ a.pdf → a-signed.pdf" in ran.out
    assert "Подписано: 1, не подписано: 1." in ran.out
    assert "Вставьте тот же токен (Рутокен, 0f2a)" in ran.err
