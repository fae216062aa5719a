"""What a person can do with passport, registration and registers, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.services.identity import PassportChecks
from desktop_app.services.register_sync import RegisterSync
from desktop_app.services.registration import SpecialistRegistration


@dataclass(frozen=True, slots=True)
class Registers:
    """The services behind the page «Регистрация и ФРМР»; made at their first use."""

    passport: PassportChecks
    registration: SpecialistRegistration
    sync: RegisterSync
