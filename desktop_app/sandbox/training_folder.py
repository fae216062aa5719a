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
    def authority(self) -> Path:
        """The training authority's own folder."""
        return self.path / "authority"

    @property
    def anchors(self) -> Path:
        """The roots that the program trusts."""
        return self.path / "anchors"

    @property
    def intermediates(self) -> Path:
        """Certificates that the program knows and does not trust."""
        return self.path / "intermediates"

    @property
    def tokens(self) -> Path:
        """SoftHSM's token store: what is plugged in."""
        return self.path / "tokens"

    @property
    def spare_tokens(self) -> Path:
        """SoftHSM's tokens that are not plugged in."""
        return self.path / "spare-tokens"

    @property
    def gost_tokens(self) -> Path:
        """The store of the tokens of ГОСТ: what is plugged in, and ``control``."""
        return self.path / "gost-tokens"

    @property
    def spare_gost_tokens(self) -> Path:
        """Tokens of ГОСТ that are not plugged in; one that vanishes goes there by itself."""
        return self.path / "gost-tokens.removed"

    @property
    def aside(self) -> Path:
        """A store in which a token of ГОСТ is spoilt before it is plugged in."""
        return self.path / "aside"

    @property
    def softhsm_settings(self) -> Path:
        """SoftHSM's settings, for ``SOFTHSM2_CONF``."""
        return self.path / "softhsm2.conf"
