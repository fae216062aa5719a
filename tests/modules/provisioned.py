"""PKCS#11 modules for the tests: provisioned by scripts, one system-wide one at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop_app.core.tokens import Driver
from desktop_app.sandbox.training_token_module import STORE_VARIABLE
from tests.modules.training_token import TokenStore
from tests.modules.virtual_card import tell

HERE = Path(__file__).parent
_NOT_FOR_THE_DRIVER = {"MODULE", "LABEL", "PIN", "SO_PIN", "CARD_CONTROL"}
_LOCK = Path(tempfile.gettempdir()) / f"nmo-test-modules-{os.getuid()}.lock"

# What each script needs: programs, or files by pattern; and whether it needs root.
_NEEDS: dict[str, tuple[tuple[str, ...], bool]] = {
    "softhsm": (("softhsm2-util", "pkcs11-tool", "openssl"), False),
    "training-token": (("pkcs11-tool", "openssl", "/usr/lib/*/engines-3/gost.so"), False),
    "opencryptoki": (("pkcsslotd", "pkcsconf", "pkcs11-tool", "openssl"), True),
    "opensc": (("pcscd", "pkcs11-tool", "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"), True),
    "tpm2": (("swtpm", "tpm2-abrmd", "tpm2_ptool", "dbus-daemon", "pkcs11-tool"), True),
}


@dataclass(frozen=True)
class Provisioned:
    """A module with one token, its PINs and its certificates."""

    name: str
    driver: Driver
    label: str
    pin: str
    so_pin: str
    folder: Path
    control: str = ""
    """Socket of the virtual card."""

    @property
    def store(self) -> TokenStore:
        """The store of the training token, which is no other module's."""
        environment = self.driver.environment
        return TokenStore(Path(environment[STORE_VARIABLE]), Path(self.driver.path))

    def tell_card(self, *order: str) -> str:
        """Give the virtual card or the training token an order."""
        if self.name != "training-token":
            return tell(self.control, *order)
        if order == ("reset-pin",):
            self.store.put_in()
            self.store.set_pin(self.label, self.so_pin, self.pin)
        else:
            self.store.obey(*order)
        return "done"

    def stop_reader_service(self) -> None:
        """Stop pcscd, in which the virtual reader is."""
        subprocess.run([HERE / "pcscd.sh", "stop", self.folder], check=True, timeout=30)

    def start_reader_service(self) -> None:
        """Start pcscd again; the card puts itself into its reader."""
        subprocess.run([HERE / "pcscd.sh", "start", self.folder], check=True, timeout=30)

    def wrapped(self, path: str, **environment: str) -> Driver:
        """Return a driver in ``path`` that gets the module's environment and more."""
        return replace(
            self.driver,
            path=path,
            name=Path(path).name,
            environment={**self.driver.environment, **environment},
        )


def require(name: str) -> None:
    """Skip the test where a module's programs cannot be installed or its daemon not be started.

    ``scripts/setup`` installs them all where it runs as root, as in CI: what is missing there is
    a fault and fails the test.
    """
    programs, needs_root = _NEEDS[name]
    missing = [each for each in programs if not _present(each)]
    if missing and os.geteuid() == 0:
        pytest.fail(f"{name}: scripts/setup did not install: {', '.join(missing)}")
    if missing:
        pytest.skip(f"{name}: not installed: {', '.join(missing)}")
    if needs_root and os.geteuid() != 0:
        pytest.skip(f"{name}: its daemon must be started by root")
    if needs_root and Path("/run/systemd/system").exists():
        pytest.skip(f"{name}: this machine runs services of its own, which tests leave alone")


@contextmanager
def provisioned(name: str, folder: Path) -> Iterator[Provisioned]:
    """Provision a module in ``folder``; its daemons end with the block.

    Modules with daemons use fixed system paths: a file lock lets one process in at a time.
    """
    require(name)
    with _system_wide() if _NEEDS[name][1] else _nothing():
        try:
            yield _from_lines(name, folder, _run(name, folder))
        finally:
            subprocess.run([HERE / "stop.sh", folder], check=True, timeout=30)


def _run(name: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHON": sys.executable}
    with (folder / "provisioning.log").open("w+") as log:
        done = subprocess.run(
            [HERE / f"{name}.sh", folder],
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=log,
            timeout=60,
            text=True,
        )
        log.seek(0)
        assert done.returncode == 0, f"{name}.sh failed:\n{log.read()}"
    return done.stdout


def _from_lines(name: str, folder: Path, output: str) -> Provisioned:
    values = dict(line.split("=", 1) for line in output.splitlines())
    environment = {key: each for key, each in values.items() if key not in _NOT_FOR_THE_DRIVER}
    return Provisioned(
        name=name,
        driver=Driver(values["MODULE"], name, environment),
        label=values["LABEL"],
        pin=values["PIN"],
        so_pin=values.get("SO_PIN", ""),
        folder=folder,
        control=values.get("CARD_CONTROL", ""),
    )


def _present(need: str) -> bool:
    if need.startswith("/"):
        return any(Path("/").glob(need[1:]))
    return shutil.which(need, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is not None


@contextmanager
def _system_wide() -> Iterator[None]:
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _nothing() -> Iterator[None]:
    yield
