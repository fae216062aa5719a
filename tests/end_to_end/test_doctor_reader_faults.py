"""What `nmo doctor` says of a mute card and of a service that does not answer or fit."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.signing.readers import look_at_readers
from tests.end_to_end.workplace import Workplace, check, expect_first_cause
from tests.modules.provisioned import Provisioned, provisioned
from tests.modules.watching import until

pytestmark = [
    pytest.mark.xdist_group("system-modules"),
    pytest.mark.modules,
    pytest.mark.system,
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("opensc", tmp_path_factory.mktemp("opensc")) as module:
        yield module


@pytest.fixture
def mute(card: Provisioned) -> Iterator[Provisioned]:
    card.tell_card("eject")
    assert until(lambda: not look_at_readers().readers[0].present)
    card.tell_card("mute", "on")
    card.tell_card("insert")
    assert until(lambda: look_at_readers().readers[0].present)
    yield card
    card.tell_card("mute", "off")


def test_a_mute_card_is_the_first_cause_with_its_remedy(mute: Provisioned, tmp_path: Path) -> None:
    ran = Workplace(tmp_path, mute).doctor("--profile", "sign")
    expect_first_cause(ran, "RDR-02", "card.mute", "протрите контакты")
    assert check(ran, "TOK-01")["status"] == "skip"


def test_a_service_that_does_not_answer_is_the_first_cause(
    card: Provisioned, tmp_path: Path
) -> None:
    path = tmp_path / "pcscd.comm"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen(8)
        workplace = Workplace(tmp_path, card)
        absent = str(tmp_path / "driver.so")  # OpenSC would wait for the service as well.
        variables = {"PCSCLITE_CSOCK_NAME": str(path)}
        ran = workplace.doctor("--check", "RDR-02", driver=absent, **variables)
    expect_first_cause(ran, "SVC-04", "service.hung", "Выньте токен и вставьте снова")
    assert check(ran, "RDR-02")["status"] == "skip"
