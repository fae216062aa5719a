"""Starts, stops and changes the training mode of one state folder: a ``TrainingControl``."""

from __future__ import annotations

import hashlib
import shutil
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop_app.core.cancellation import ProgressListener, ignore_progress
from desktop_app.core.errors.state import TrainingNotRunningError
from desktop_app.core.tokens import Driver
from desktop_app.sandbox.authority_names import ROOT, ROOT_NAMES
from desktop_app.sandbox.configuration import PortalConfiguration
from desktop_app.sandbox.people import (
    ADMINISTRATOR_PIN,
    TRAINING_ACCOUNTS,
    TRAINING_PIN,
    token_label,
)
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.portal_process import PortalProcess
from desktop_app.sandbox.ports import free_ports, is_free
from desktop_app.sandbox.private_files import write_private_json
from desktop_app.sandbox.scenario import Scenario, read_scenario, write_scenario
from desktop_app.sandbox.softhsm_module import softhsm_module
from desktop_app.sandbox.training_folder import Amount, TrainingFolder
from desktop_app.sandbox.training_logins import extra_login, training_logins
from desktop_app.sandbox.training_token_module import STORE_VARIABLE, training_token_module
from desktop_app.services.training import (
    TrainingAccess,
    TrainingPerson,
    TrainingRoot,
    TrainingState,
)

GOST_DRIVER_NAME = "Токен ГОСТ (учебный)"
DRIVER_NAME = "SoftHSM (учебный)"
LIFETIME = timedelta(days=300)
"""Age at which authority and tokens are made anew, before their certificates end."""


class SandboxControl:
    """The training portal, authority and tokens under ``home``/training."""

    def __init__(self, home: Path, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now
        self._folder = TrainingFolder(home.resolve() / "training")
        self._process: PortalProcess | None = None

    def start(
        self,
        *,
        people: int | None = None,
        credentials: int | None = None,
        progress: ProgressListener = ignore_progress,
    ) -> TrainingState:
        """Start the portal, making its authority, tokens and data where missing or outlived.

        With ``people`` or ``credentials`` the database is made anew: so many more accounts,
        and so many more credentials, dealt out evenly to the first person and them.
        Raises ``TrainingFailedError``.
        """
        amount = Amount(people or 0, credentials or 0)
        self._prepare(amount, progress)
        process = self._portal_process()
        if not process.answers():
            self._set_scene(Scenario.NORMAL)
            process = self._portal_process_on_a_free_port()
            process.start()
        write_private_json(self._folder.state_file, {"origin": self._configuration().origin})
        return self._state()

    def stop(self) -> None:
        """Stop the portal; data and tokens stay."""
        self._folder.state_file.unlink(missing_ok=True)
        if self._known_configuration() is not None:
            self._portal_process().stop()

    def reset(self) -> None:
        """Stop the portal and remove its data, authority and tokens."""
        self.stop()
        shutil.rmtree(self._folder.path, ignore_errors=True)

    def scenario(self, name: str) -> None:
        """Put the portal and the tokens into the named scenario; it holds until the next one.

        Raises ``TrainingNotRunningError``, ``TrainingFailedError``; ``KeyError`` for an unknown
        name.
        """
        if name not in self.scenarios():
            raise KeyError(name)
        if self.state() is None:
            raise TrainingNotRunningError
        scenario, process = Scenario(name), self._portal_process()
        self._set_scene(scenario)
        if scenario is Scenario.PORTAL_DOWN:
            process.stop()
        elif process.answers():
            process.apply_scenario()
        else:
            process.start()

    def scenarios(self) -> tuple[str, ...]:
        """Return the names of all scenarios."""
        return tuple(scenario.value for scenario in Scenario)

    def state(self) -> TrainingState | None:
        """Return the running portal, or None; in ``portal-down`` it counts as running."""
        if not self._folder.state_file.exists() or self._known_configuration() is None:
            return None
        down = read_scenario(self._configuration().scenario_file) is Scenario.PORTAL_DOWN
        return self._state() if down or self._portal_process().answers() else None

    def logins(self) -> tuple[TrainingAccess, ...]:
        """Return how each person signs in at the training Госуслуги, a class last.

        Raises ``TrainingNotRunningError``.
        """
        if self.state() is None:
            raise TrainingNotRunningError
        numbers = range(1, self._configuration().people + 1)
        logins = (*training_logins(), *map(extra_login, numbers))
        return tuple(
            TrainingAccess(each.person.person.full_name, each.email, each.password)
            for each in logins
        )

    def _prepare(self, amount: Amount, progress: ProgressListener) -> None:
        configuration = self._known_configuration()
        provisioned = configuration is not None and not self._outlived(configuration)
        if provisioned and amount == Amount():
            return
        # A window that only asks for the state must not pay for the database library.
        from desktop_app.sandbox.provisioning import make_database, provision  # noqa: PLC0415

        self.stop()
        if configuration is not None and provisioned:
            make_database(self._folder, self._now(), amount, progress)
            replace(configuration, people=amount.people).write()
        else:
            provision(self._folder, self._now(), amount, progress)

    def _outlived(self, configuration: PortalConfiguration) -> bool:
        return self._now().date() - date.fromisoformat(configuration.made_on) > LIFETIME

    def _known_configuration(self) -> PortalConfiguration | None:
        """Return the configuration; None when there is none or another version wrote it."""
        try:
            return self._configuration()
        except (FileNotFoundError, ValueError):
            return None

    def _configuration(self) -> PortalConfiguration:
        return PortalConfiguration.read(self._folder.configuration_file)

    def _portal_process(self) -> PortalProcess:
        configuration = self._configuration()
        # Another process of the program may have made the folder anew meanwhile.
        if self._process is None or self._process.configuration != configuration:
            self._process = PortalProcess(configuration, self._folder.log_file)
        return self._process

    def _portal_process_on_a_free_port(self) -> PortalProcess:
        """Move what lost its port to another program since it last ran."""
        configuration = self._configuration()
        port, web_port = free_ports(2)
        if not is_free(configuration.port):
            configuration = replace(configuration, port=port)
        if not is_free(configuration.web_port):
            configuration = replace(configuration, web_port=web_port)
        if configuration != self._configuration():
            configuration.write()
        return self._portal_process()

    def _set_scene(self, scenario: Scenario) -> None:
        # Only who changes the scene pays for what makes tokens.
        from desktop_app.sandbox.scenes import set_scene  # noqa: PLC0415

        set_scene(self._folder, scenario)
        write_scenario(self._configuration().scenario_file, scenario)

    def _state(self) -> TrainingState:
        configuration, folder = self._configuration(), self._folder
        people = tuple(
            TrainingPerson(
                account.person.full_name,
                account.person.snils,
                token_label(number),
                TRAINING_PIN,
                account.note,
            )
            for number, account in enumerate(TRAINING_ACCOUNTS, start=1)
        )
        return TrainingState(
            base_url=configuration.origin,
            ca_file=configuration.authority_folder / f"{ROOT}.pem",
            anchors=folder.anchors,
            intermediates=folder.intermediates,
            drivers=(self._gost_driver(), self._plain_driver()),
            people=people,
            administrator_pin=ADMINISTRATOR_PIN,
            web_url=configuration.web_url,
            time_stamp_url=configuration.time_stamp_url,
            roots=tuple(
                TrainingRoot(each, _sha256(configuration.authority_folder / f"{name}.pem"))
                for name, each in ROOT_NAMES.items()
            ),
        )

    def _gost_driver(self) -> Driver:
        store = {STORE_VARIABLE: str(self._folder.gost_tokens)}
        return Driver(str(training_token_module()), GOST_DRIVER_NAME, store)

    def _plain_driver(self) -> Driver:
        settings = {"SOFTHSM2_CONF": str(self._folder.softhsm_settings)}
        return Driver(str(softhsm_module()), DRIVER_NAME, settings)


def _sha256(pem: Path) -> str:
    der = ssl.PEM_cert_to_DER_cert(pem.read_text("ascii"))
    return hashlib.sha256(der).hexdigest()
