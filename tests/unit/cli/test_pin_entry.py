"""Is a PIN asked for only when it can help, and the last try never used by accident?"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_app.core.certificates import Fitness
from desktop_app.core.tokens import PinState, Token
from desktop_app.services.signing_report import SigningReport

Run = Callable[..., Any]
SIGN = ("sign", "letter.txt", "--certificate", "01010101")


@pytest.fixture
def calls(services: SimpleNamespace) -> list[dict[str, Any]]:
    """Return what the signing service was asked for, with the PIN as it was then."""
    seen: list[dict[str, Any]] = []

    def sign_files(files: object, certificate_id: str, pin: Any, **options: Any) -> SigningReport:
        seen.append({"pin": pin and pin.reveal(), "id": certificate_id, **options})
        return SigningReport((), ())

    services.signatures.sign_files = sign_files
    return seen


@pytest.fixture
def use(services: SimpleNamespace) -> Callable[[Token], None]:
    def put(token: Token) -> None:
        services.tokens.find = lambda prefix: (token, token.certificates[0])

    return put


def test_the_pin_is_asked_on_the_terminal_and_wiped_afterwards(
    nmo: Run, console: Any, calls: list[dict[str, Any]]
) -> None:
    console.pins = ["12345678"]
    assert nmo(*SIGN).exit_code == 0
    assert calls[0]["pin"] == "12345678"
    assert calls[0]["id"] == "01" * 32
    assert not console.given[0]
    assert console.asked == ["PIN токена «Рутокен»:"]


def test_the_pin_comes_from_standard_input_on_request(
    nmo: Run, console: Any, calls: list[dict[str, Any]]
) -> None:
    console.piped = "12345678"
    assert nmo(*SIGN, "--pin-stdin").exit_code == 0
    assert calls[0]["pin"] == "12345678"


def test_without_anybody_to_ask_the_command_ends_with_5(
    nmo: Run, calls: list[dict[str, Any]]
) -> None:
    ran = nmo(*SIGN, "--json")
    assert (ran.exit_code, ran.document["error"]["code"]) == (5, "pin.required")
    assert calls == []


def test_an_unfit_certificate_is_refused_before_the_pin(
    nmo: Run,
    console: Any,
    use: Callable[[Token], None],
    token_of: Callable[..., Token],
    expired: Fitness,
) -> None:
    use(token_of(expired))
    ran = nmo(*SIGN, "--json")
    assert (ran.exit_code, ran.document["error"]["code"]) == (1, "certificate.unfit")
    assert ran.document["error"]["data"]["reasons"] == ["certificate.expired"]
    assert console.asked == []


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (PinState.LOCKED, "pin.locked"),
        (PinState.NOT_SET, "pin.not-set"),
        (PinState.MUST_CHANGE, "pin.must-change"),
    ],
)
def test_a_hopeless_pin_is_not_asked_for(
    nmo: Run,
    console: Any,
    use: Callable[[Token], None],
    token_of: Callable[..., Token],
    state: PinState,
    code: str,
) -> None:
    use(token_of(pin_state=state))
    ran = nmo(*SIGN, "--json")
    assert (ran.exit_code, ran.document["error"]["code"]) == (5, code)
    assert console.asked == []


def test_the_last_try_needs_the_word_typed_out(
    nmo: Run,
    console: Any,
    calls: list[dict[str, Any]],
    use: Callable[[Token], None],
    token_of: Callable[..., Token],
) -> None:
    use(token_of(pin_state=PinState.LAST_TRY))
    console.lines, console.pins = ["последняя"], ["12345678"]
    ran = nmo(*SIGN)
    assert ran.exit_code == 0
    assert calls[0]["last_try_confirmed"] is True
    assert "токен заблокируется" in ran.err


def test_any_other_answer_keeps_the_last_try(
    nmo: Run,
    console: Any,
    calls: list[dict[str, Any]],
    use: Callable[[Token], None],
    token_of: Callable[..., Token],
) -> None:
    use(token_of(pin_state=PinState.LAST_TRY))
    console.lines, console.pins = ["да"], ["12345678"]
    ran = nmo(*SIGN, "--json")
    assert (ran.exit_code, ran.document["error"]["code"]) == (5, "pin.last-try")
    assert calls == []


@pytest.mark.parametrize(("options", "exit_code"), [([], 5), (["--use-last-try"], 0)])
def test_a_script_uses_the_last_try_only_with_its_own_option(
    nmo: Run,
    console: Any,
    use: Callable[[Token], None],
    token_of: Callable[..., Token],
    calls: list[dict[str, Any]],
    options: list[str],
    exit_code: int,
) -> None:
    use(token_of(pin_state=PinState.LAST_TRY))
    console.piped = "12345678"
    assert nmo(*SIGN, "--pin-stdin", *options).exit_code == exit_code
    assert len(calls) == (exit_code == 0)


def test_with_a_pin_pad_nothing_is_asked_here(
    nmo: Run,
    console: Any,
    calls: list[dict[str, Any]],
    use: Callable[[Token], None],
    token_of: Callable[..., Token],
) -> None:
    use(token_of(pin_pad=True))
    ran = nmo(*SIGN)
    assert ran.exit_code == 0
    assert calls[0]["pin"] is None
    assert console.asked == []
    assert "на считывателе" in ran.err
