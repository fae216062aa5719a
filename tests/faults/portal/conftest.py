from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.services.portal.client import ClientLimits, PortalClient
from desktop_app.services.portal.tls import portal_context
from tests.faults.portal.https_portal import HttpsPortal

QUICK = ClientLimits(connect_seconds=2.0, silence_seconds=0.5, whole_seconds=1.5)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[HttpsPortal]:
    running = HttpsPortal(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def client(portal: HttpsPortal) -> Iterator[PortalClient]:
    made = PortalClient(portal.url, portal_context(portal.ca_file), QUICK, proxy="")
    yield made
    made.close()
