"""Where the parts of the training mode lie, and how much data it gets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Amount:
    """How much data there is beyond that of the training people."""

    people: int = 0
    credentials: int = 0


@dataclass(frozen=True, slots=True)
class TrainingFolder:
    """Where the parts of the training mode lie."""

    path: Path

    @property
    def configuration_file(self) -> Path:
        """The portal's configuration; while it is missing, nothing is provisioned."""
        return self.path / "portal.json"

    @property
    def state_file(self) -> Path:
        """What the running portal offers, for ``TrainingControl.state``."""
        return self.path / "state.json"

    @property
    def log_file(self) -> Path:
        """The portal process's output."""
        return self.path / "portal.log"

    @property
    def database(self) -> Path:
        """The portal's SQLite file."""
        return self.path / "portal.sqlite3"

    @property
    def tokens(self) -> Path:
        """SoftHSM's token store: what is plugged in."""
        return self.path / "tokens"

    @property
    def spare_tokens(self) -> Path:
        """Tokens that are not plugged in."""
        return self.path / "spare-tokens"

    @property
    def softhsm_settings(self) -> Path:
        """SoftHSM's settings, for ``SOFTHSM2_CONF``."""
        return self.path / "softhsm2.conf"
