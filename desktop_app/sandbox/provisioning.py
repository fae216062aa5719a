"""Makes a training folder: authority, tokens, database, configuration."""

from __future__ import annotations

import secrets
import shutil
from datetime import datetime
from typing import Final

from desktop_app.core.cancellation import Progress, ProgressListener, ignore_progress
from desktop_app.sandbox.authority_making import make_authority
from desktop_app.sandbox.configuration import PortalConfiguration, loopback_url
from desktop_app.sandbox.database import open_engine, sqlite_url
from desktop_app.sandbox.filling import fill_database
from desktop_app.sandbox.ports import free_ports
from desktop_app.sandbox.private_files import private_folder
from desktop_app.sandbox.softhsm import write_settings
from desktop_app.sandbox.softhsm_module import softhsm_module
from desktop_app.sandbox.training_folder import Amount, TrainingFolder
from desktop_app.sandbox.training_token_module import training_token_module
from desktop_app.sandbox.training_tokens import make_training_tokens

_STEPS: Final = 3


def provision(
    folder: TrainingFolder,
    at: datetime,
    amount: Amount,
    progress: ProgressListener = ignore_progress,
) -> PortalConfiguration:
    """Make everything anew in ``folder``; the configuration comes last and makes it count.

    Raises ``TrainingFailedError`` where a driver of the training tokens or OpenSC's tool is
    missing or fails.
    """
    softhsm_module()
    training_token_module()
    shutil.rmtree(folder.path, ignore_errors=True)
    private_folder(folder.path)
    port, pki_port, web_port = free_ports(3)
    progress(Progress(0, _STEPS, "authority"))
    authority = make_authority(folder.authority, loopback_url(pki_port), at)
    progress(Progress(1, _STEPS, "tokens"))
    make_training_tokens(authority, folder, at)
    write_settings(folder.path, folder.tokens)
    configuration = PortalConfiguration(
        folder=folder.path,
        port=port,
        pki_port=pki_port,
        web_port=web_port,
        database_url=sqlite_url(folder.database),
        control_secret=secrets.token_urlsafe(32),
        made_on=at.date().isoformat(),
        people=amount.people,
    )
    progress(Progress(2, _STEPS, "data"))
    make_database(folder, at, amount, progress)
    configuration.write()
    return configuration


def make_database(
    folder: TrainingFolder, at: datetime, amount: Amount, progress: ProgressListener
) -> None:
    """Make the portal's database anew; authority and tokens stay."""
    for file in folder.path.glob(f"{folder.database.name}*"):
        file.unlink()
    engine = open_engine(sqlite_url(folder.database))
    fill_database(
        engine, at, people=amount.people, credentials=amount.credentials, progress=progress
    )
    engine.dispose()
