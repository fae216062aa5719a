"""What `nmo doctor` says of what stands between this computer and the portal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.certificates.authority import root
from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import check, expect_first_cause
from tests.faults.network.servers import (
    InterceptingProxy,
    Site,
    leaf,
    listening,
    server_context,
)


def test_a_proxy_that_opens_connections_is_the_first_cause_and_named(tmp_path: Path) -> None:
    top = root("Корень портала")
    anchors = tmp_path / "anchors.pem"
    anchors.write_bytes(top.pem)
    site = Site(server_context(tmp_path, leaf(top, "localhost")))
    proxy = InterceptingProxy(tmp_path, root("Прокси организации"))
    nmo = InstalledCommand(tmp_path / "home")
    nmo.home.mkdir(mode=0o700)
    with listening(site.speak) as port, listening(proxy.speak) as proxy_port:
        settings = {
            "portal.url": f"https://localhost:{port}",
            "portal.anchors": str(anchors),
            "portal.proxy": f"http://127.0.0.1:{proxy_port}",
        }
        (nmo.home / "settings.json").write_text(json.dumps(settings))
        ran = nmo("doctor", "--profile", "network")
    expect_first_cause(ran, "NET-11", "tls.intercepted", "не вскрывать соединения")
    found = check(ran, "NET-11")
    assert found["evidence"]["issuer"] == "Прокси организации"
    assert found["fix"] is None
    assert check(ran, "NET-13")["status"] == "skip"
    assert proxy.opened == b"", "the program sent something over an opened connection"
