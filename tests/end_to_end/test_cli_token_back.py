"""A token taken out while `nmo sign` works at a terminal: is it waited for, and the PIN asked?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.sandbox.training_token_module import STORE_VARIABLE
from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.test_cli_terminal import AtTerminal
from tests.modules.provisioned import Provisioned, provisioned

FILES = 30


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("training-token", tmp_path_factory.mktemp("token")) as ready:
        yield ready


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "files").mkdir()
    made = [tmp_path / "files" / f"{number:02}.txt" for number in range(FILES)]
    for file in made:
        file.write_text(file.name)
    return made


Begin = Callable[..., AtTerminal]


@pytest.fixture
def begin(module: Provisioned, files: list[Path], tmp_path: Path) -> Iterator[Begin]:
    """Start signing; the token is slow, and is taken out when five files are done."""
    store = {STORE_VARIABLE: str(module.store.folder)}
    nmo = InstalledCommand(tmp_path / "home", more_environment=store)
    driver = ("--driver", module.driver.path)
    (token,) = nmo(*driver, "tokens").document["tokens"]
    certificate = next(each["id"] for each in token["certificates"] if "Key 01" in each["subject"])
    begun: list[AtTerminal] = []

    def start() -> AtTerminal:
        module.store.faults("sign slow 60")
        names = [str(file) for file in files]
        session = AtTerminal(nmo, *driver, "sign", *names, "--certificate", certificate)
        begun.append(session)
        session.wait_for("PIN токена")
        session.type(f"{module.pin}\n")
        session.wait_for(f"5/{FILES}")
        module.store.take_out()
        session.wait_for("Вставьте тот же токен (")
        return session

    yield start
    for session in begun:
        session.close()
    module.store.put_in()


def signatures(files: list[Path]) -> int:
    return sum(file.with_name(f"{file.name}.sig").exists() for file in files)


def put_back(session: AtTerminal, module: Provisioned) -> None:
    """Plug the token in and wait for the question."""
    session.seen = ""
    module.store.put_in()
    session.wait_for("PIN токена")


def test_the_batch_goes_on_after_the_pin(
    begin: Begin, module: Provisioned, files: list[Path]
) -> None:
    session = begin()
    assert f"из {FILES} документов" in session.seen
    assert 5 <= signatures(files) < FILES
    put_back(session, module)
    session.type(f"{module.pin}\n")
    assert session.end() == 0, session.seen
    assert f"Подписано: {FILES}, не подписано: 0." in session.seen
    assert signatures(files) == FILES
    assert module.pin not in session.seen


def test_a_refused_pin_ends_the_batch_with_one_try_spent(
    begin: Begin, module: Provisioned, files: list[Path]
) -> None:
    session = begin()
    signed = signatures(files)
    put_back(session, module)
    session.type("999999\n")
    assert session.end() == 5, session.seen
    assert f"Подписано: {signed}, не подписано: {FILES - signed}." in session.seen
    assert signatures(files) == signed
    assert session.seen.count("PIN токена") == 1


@pytest.mark.parametrize("asked", [False, True])
def test_ctrl_c_ends_the_waiting_and_keeps_what_is_signed(
    begin: Begin, module: Provisioned, files: list[Path], asked: bool
) -> None:
    session = begin()
    if asked:
        put_back(session, module)
    session.process.send_signal(2)
    assert session.end() == 130, session.seen
    assert "готовые подписи сохранены" in session.seen
    assert 5 <= signatures(files) < FILES
