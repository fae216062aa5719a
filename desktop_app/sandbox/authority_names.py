"""The training authority's own certificates, by the names of their files."""

from __future__ import annotations

from typing import Final

ROOT: Final = "root"
ISSUING: Final = "issuing"
FOREIGN: Final = "foreign"
"""A second root that nobody trusts."""
OCSP: Final = "ocsp"
TLS: Final = "tls"
TLS_FOREIGN: Final = "tls-foreign"
"""A TLS certificate of the foreign root, for the scenario ``root-missing``."""
