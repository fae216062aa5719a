"""The registration's messages of the contract as values of the domain, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from desktop_app.core.registrations import (
    CheckLine,
    Registration,
    RegistrationEvent,
    Scan,
)
from desktop_app.services.portal.registration_contract import (
    RegistrationMessage,
    RegistrationRequest,
    ScanMessage,
    ScanRequest,
)


def registration_of(message: RegistrationMessage) -> Registration:
    """Return an application of the contract's message."""
    return Registration(
        id=message.id,
        number=message.number,
        status=message.status,
        values=_values_of(message.values),
        scans=tuple(_scan_of(scan) for scan in message.scans),
        checks=tuple(CheckLine(line.item, line.passed) for line in message.checks),
        events=tuple(
            RegistrationEvent(event.happened_at, event.status, event.comment)
            for event in message.events
        ),
        expected_by=message.expected_by,
        is_activated=message.is_activated,
        has_second_factor=message.has_second_factor,
    )


def request_of(values: Mapping[str, str]) -> RegistrationRequest:
    """Return the message of a complete form; ``values`` are in their canonical forms."""
    return RegistrationRequest(
        full_name=values["full_name"],
        birth_date=date.fromisoformat(values["birth_date"]),
        snils=values["snils"],
        phone=values["phone"],
        email=values["email"],
        category=values["category"],
        speciality=values["speciality"],
        organisation=values["organisation"],
        position=values.get("position", ""),
        diploma=values["diploma"],
        accreditation=values.get("accreditation", ""),
    )


def scan_request(scan: Scan) -> ScanRequest:
    """Return the message that announces a scan."""
    return ScanRequest(
        kind=scan.kind,
        file_name=scan.file_name,
        media_type=scan.media_type,
        size=scan.size,
        sha256=scan.sha256,
    )


def _scan_of(message: ScanMessage) -> Scan:
    return Scan(
        sha256=message.sha256,
        kind=message.kind,
        file_name=message.file_name,
        media_type=message.media_type,
        size=message.size,
        is_whole=message.offset == message.size,
    )


def _values_of(request: RegistrationRequest) -> dict[str, str]:
    values = {name: str(value) for name, value in asdict(request).items()}
    return {name: value for name, value in values.items() if value}
