"""What the training portal's process needs to know, kept as one JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from desktop_app.sandbox.private_files import write_private_json


def loopback_url(port: int) -> str:
    """Return the plain HTTP address of a port on this computer."""
    return f"http://127.0.0.1:{port}"


@dataclass(frozen=True, slots=True)
class PortalConfiguration:
    """Settings of one training portal; every file lies in ``folder``."""

    folder: Path
    port: int
    """HTTPS, on 127.0.0.1 only."""
    pki_port: int
    """Plain HTTP for CRLs, OCSP and certificates, on 127.0.0.1 only."""
    web_port: int
    """Plain HTTP for the pages that a browser shows, on 127.0.0.1 only."""
    database_url: str
    control_secret: str
    """Bearer token of the routes under ``/training``."""
    made_on: str
    """Day of provisioning, ISO 8601; what was issued then is valid for less than a year."""
    people: int = 0
    """How many more people there are, for a class."""

    @property
    def origin(self) -> str:
        """Return what a signed login must name as its audience."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def pki_url(self) -> str:
        """Return where the training authority answers."""
        return loopback_url(self.pki_port)

    @property
    def time_stamp_url(self) -> str:
        """Return where the training authority's time-stamp service answers."""
        return f"{self.pki_url}/tsa"

    @property
    def web_url(self) -> str:
        """Return where the pages for a browser are: plain, so that it warns of no root."""
        return loopback_url(self.web_port)

    @property
    def authority_folder(self) -> Path:
        """Return the folder of the training authority."""
        return self.folder / "authority"

    @property
    def scenario_file(self) -> Path:
        """Return the file that names the scenario in force."""
        return self.folder / "scenario.json"

    @property
    def file(self) -> Path:
        """Return the configuration's own file."""
        return self.folder / "portal.json"

    def write(self) -> None:
        """Write the configuration (0600)."""
        values = asdict(self)
        del values["folder"]
        write_private_json(self.file, values)

    @staticmethod
    def read(file: Path) -> PortalConfiguration:
        """Read a configuration; its folder is where the file lies.

        Raises ``FileNotFoundError``; ``ValueError`` for one that another version wrote.
        """
        values = json.loads(file.read_bytes())
        if not isinstance(values, dict) or values.keys() | {"folder"} != _NAMES:
            raise ValueError("not a configuration of this version")
        return PortalConfiguration(folder=file.parent.resolve(), **values)


_NAMES = {field.name for field in fields(PortalConfiguration)}
