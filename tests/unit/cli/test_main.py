"""Does the command keep its promises to scripts and to people?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_app.core.cancellation import Cancelled
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.errors.state import SettingsSetAsideError

Run = Callable[..., Any]


def _raising(error: BaseException) -> Callable[..., Any]:
    def call(*_arguments: object, **_names: object) -> Any:
        raise error

    return call


def _set_account(services: SimpleNamespace, error: BaseException) -> None:
    services.login = SimpleNamespace(account=_raising(error))


def test_json_puts_one_document_on_standard_output_and_people_s_text_elsewhere(
    nmo: Run, services: SimpleNamespace
) -> None:
    services.is_training = True
    ran = nmo("--json", "tokens")
    assert set(ran.document) == {"drivers", "tokens"}
    assert "Учебный режим" in ran.err


def test_without_json_people_read_standard_output(nmo: Run) -> None:
    ran = nmo("tokens")
    assert "Иванова Мария Петровна" in ran.out
    assert ran.err == ""


def test_a_failure_is_a_document_too(nmo: Run, services: SimpleNamespace) -> None:
    _set_account(services, PortalUnreachableError(host="portal.example:443"))
    ran = nmo("--json", "account")
    assert ran.exit_code == 6
    error = ran.document["error"]
    assert error["code"] == "portal.unreachable"
    assert error["data"] == {"host": "portal.example:443"}
    assert "portal.example:443" in error["message"]
    assert error["remedy"]


def test_a_failure_leaves_standard_output_empty_for_people(
    nmo: Run, services: SimpleNamespace
) -> None:
    _set_account(services, PortalUnreachableError(host="portal.example:443"))
    ran = nmo("account")
    assert ran.out == ""
    assert "Портал недоступен" in ran.err
    assert "portal.unreachable" in ran.err


@pytest.mark.parametrize("arguments", [["nonsense"], ["sign"], [], ["--lang", "de", "tokens"]])
def test_wrong_usage_ends_with_2_in_both_forms(nmo: Run, arguments: list[str]) -> None:
    assert nmo(*arguments).exit_code == 2
    ran = nmo("--json", *arguments)
    assert ran.exit_code == 2
    assert ran.document["error"]["code"] == "usage.wrong"


def test_wrong_usage_builds_no_services(nmo: Run, program: Any) -> None:
    nmo("sign")
    assert program.built == 0


@pytest.mark.parametrize("interruption", [Cancelled(), KeyboardInterrupt()])
def test_cancelling_ends_with_130(
    nmo: Run, services: SimpleNamespace, interruption: BaseException
) -> None:
    _set_account(services, interruption)
    ran = nmo("--json", "account")
    assert ran.exit_code == 130
    assert ran.document["error"]["code"] == "cancelled"


def test_a_fault_of_the_program_is_words_for_people_not_a_traceback(
    nmo: Run, services: SimpleNamespace
) -> None:
    _set_account(services, ZeroDivisionError("a secret detail"))
    ran = nmo("account")
    assert ran.exit_code == 1
    assert "internal.unexpected" in ran.err
    assert "Traceback" not in ran.err
    assert "a secret detail" not in ran.err


def test_what_was_set_aside_at_the_start_is_said(nmo: Run, services: SimpleNamespace) -> None:
    services.findings = (SettingsSetAsideError(path="settings.json", kept_as="settings.old"),)
    assert "settings.old" in nmo("tokens").err


def test_services_are_closed_also_after_a_failure(nmo: Run, services: SimpleNamespace) -> None:
    closed: list[bool] = []
    services.close = lambda: closed.append(True)
    _set_account(services, PortalUnreachableError())
    nmo("account")
    assert closed == [True]


def test_global_options_may_stand_before_and_after_the_command(nmo: Run) -> None:
    assert nmo("--json", "tokens").document == nmo("tokens", "--json").document


def test_english_is_whole(nmo: Run) -> None:
    ran = nmo("tokens", "--lang", "en")
    assert "fit for signing and for login" in ran.out
    assert "Token “Рутокен”" in ran.out


def test_gui_is_handed_to_the_program(nmo: Run, program: Any) -> None:
    assert nmo("--lang", "en", "gui").exit_code == 0
    assert program.windows == [(None, [], "en")]
    assert program.built == 0


def test_snils_is_masked_for_people_and_whole_for_scripts(nmo: Run) -> None:
    assert "***-***-445 95" in nmo("tokens").out
    tokens: list[Mapping[str, Any]] = nmo("tokens", "--json").document["tokens"]
    assert tokens[0]["certificates"][0]["snils"] == "11223344595"


@pytest.mark.parametrize("encoding", ["cp1251", "ascii"])
def test_json_is_utf_8_whatever_the_console_speaks(encoding: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--json", "nonsense"],
        capture_output=True,
        env={"PYTHONIOENCODING": encoding, "PATH": ""},
        check=False,
    )
    assert ran.returncode == 2
    assert "Команда написана неверно" in json.loads(ran.stdout)["error"]["message"]


def test_help_imports_neither_qt_nor_anything_slow() -> None:
    script = (
        "import sys; from desktop_app.__main__ import main; code = main(['--help'])\n"
        "heavy = {'PySide6', 'cryptography', 'asn1crypto', 'requests', 'keyring', 'pkcs11',"
        " 'fastapi', 'sqlalchemy'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "nmo" in ran.stdout
