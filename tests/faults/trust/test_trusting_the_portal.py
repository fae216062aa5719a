"""A portal under a root that the computer does not know is reached once the root was added."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import PortalTlsError
from desktop_app.services.diagnostics.fixes.trust_own import InstallOwn
from desktop_app.services.pins_of_trust import Pin, Pins
from desktop_app.services.portal.client import PortalClient, Request
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.trust_store import Shelf, TrustStore
from desktop_app.services.wanted_issuer import IssuerSources
from desktop_app.signing.authority_marks import marks_of
from tests.certificates.authority import Issued
from tests.faults.trust.conftest import Site


def failure_of(session: PortalSession) -> type[NmoError]:
    with pytest.raises(NmoError) as caught:
        session.client.send(Request("GET", "credentials"))
    return type(caught.value)


def test_the_connection_goes_by_what_is_trusted_now(
    site: Site, tls_root: Issued, tmp_path: Path
) -> None:
    sha256 = marks_of(tls_root.der).sha256
    pins = Pins((Pin("Корень серверов", "servers", sha256, confirmed=True),))
    store = TrustStore(tmp_path / "trust", pins)

    def connect() -> PortalClient:
        return PortalClient(site.address, portal_context(None, store.folder(Shelf.TLS)), proxy="")

    session = PortalSession(site.address, connect, cast("Any", None))
    sources = IssuerSources((("bundled", lambda: [tls_root.der]),))
    own = InstallOwn(store, lambda: sources, session.reconnect)
    assert failure_of(session) is PortalTlsError
    evidence = {"issuer": "Корень серверов", "sha256": sha256, "purpose": "servers"}
    finding = Finding(CheckStatus.FAIL, "tls-root.missing", evidence)
    record = own.apply(own.plan(CheckResult("CRT-22", CheckStatus.FAIL), finding))
    assert failure_of(session) is not PortalTlsError
    assert site.asked
    assert record is not None
    own.undo(record)
    assert failure_of(session) is PortalTlsError
    session.close()
