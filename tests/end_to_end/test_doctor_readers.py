"""What `nmo doctor` says of the smart-card service, the reader and the card: real pcscd, OpenSC."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.installed_command import Ran
from tests.end_to_end.workplace import Workplace, check, expect_first_cause
from tests.modules.provisioned import Provisioned, provisioned
from tests.modules.reader_connection import exclusive_connection
from tests.modules.watching import until

READER = "Virtual Reader 00 00"
SOCKET = Path("/run/pcscd/pcscd.comm")


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("opensc", tmp_path_factory.mktemp("opensc")) as module:
        yield module


@pytest.fixture
def workplace(card: Provisioned, tmp_path: Path) -> Iterator[Workplace]:
    tries = card.tell_card("status")
    yield Workplace(tmp_path, card)
    assert card.tell_card("status") == tries, "a diagnosis spent a PIN try"


def seen(workplace: Workplace) -> str:
    """Return what OpenSC's own tool says of the reader."""
    tool = ["pkcs11-tool", "--module", workplace.token.driver.path, "-L"]
    environment = {**os.environ, **workplace.token.driver.environment}
    return subprocess.run(tool, env=environment, capture_output=True, text=True, check=False).stdout


@contextmanager
def stopped(card: Provisioned) -> Iterator[None]:
    card.stop_reader_service()
    try:
        yield
    finally:
        card.start_reader_service()


def test_a_stopped_service_is_the_first_cause(card: Provisioned, workplace: Workplace) -> None:
    with stopped(card):
        ran = workplace.doctor("--profile", "sign")
    expect_first_cause(ran, "SVC-06", "service.stopped", "Запустите службу смарт-карт")
    assert check(ran, "SVC-06")["who"] == "it"
    assert check(ran, "RDR-01")["status"] == "skip"


def test_an_account_that_may_not_use_the_service_is_told_so(
    card: Provisioned, workplace: Workplace
) -> None:
    mode = SOCKET.stat().st_mode
    SOCKET.chmod(0o700)
    try:
        ran = _as_nobody(workplace, card)
    finally:
        SOCKET.chmod(mode)
    expect_first_cause(ran, "SVC-07", "service.not-permitted", "polkit")


def test_a_card_that_was_taken_out_is_the_first_cause(
    card: Provisioned, workplace: Workplace
) -> None:
    card.tell_card("eject")
    assert until(lambda: "token label" not in seen(workplace))
    try:
        ran = workplace.doctor("--profile", "sign")
    finally:
        card.tell_card("insert")
        assert until(lambda: "token label" in seen(workplace))
    expect_first_cause(ran, "RDR-02", "card.absent", "Вставьте карту или токен")
    assert check(ran, "TOK-01")["status"] == "skip"


def test_a_card_that_another_program_holds_is_told_so(workplace: Workplace) -> None:
    with exclusive_connection(READER):
        ran = workplace.doctor("--profile", "sign")
    expect_first_cause(ran, "RDR-03", "token.busy", "Закройте другие программы")


def test_a_card_in_order_has_nothing_against_it(workplace: Workplace) -> None:
    ran = workplace.doctor("--profile", "sign")
    for identifier in ("SVC-05", "SVC-06", "SVC-07", "RDR-01", "RDR-02", "RDR-03", "DRV-05"):
        assert check(ran, identifier)["status"] == "ok", check(ran, identifier)


def _as_nobody(workplace: Workplace, card: Provisioned) -> Ran:
    """Run the command as an account without rights, with a state folder of its own."""
    home = Path("/tmp") / f"nmo-nobody-{os.getpid()}"
    home.mkdir()
    shutil.chown(home, "nobody")
    command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
    arguments = ["--driver", card.driver.path, "doctor", "--profile", "sign"]
    try:
        ran = subprocess.run(
            [*command, str(workplace.nmo.program), "--json", *arguments],
            env={**workplace.nmo.environment, "NMO_HOME": str(home), "HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        shutil.rmtree(home)
    return Ran(ran.returncode, ran.stdout, ran.stderr)
