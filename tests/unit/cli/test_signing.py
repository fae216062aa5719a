"""What do people and scripts read after signing?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from desktop_app.core.cancellation import Cancelled, Progress
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.core.verdicts import Reason, Verdict
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
