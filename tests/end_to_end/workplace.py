"""One computer of a clinic: a token with a certificate of a CA that can be broken at will."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509.oid import AuthorityInformationAccessOID

from tests.certificates.authority import Issued, Wanted, issue, root
from tests.end_to_end.installed_command import InstalledCommand, Ran
from tests.modules.provisioned import Provisioned

ANNA = Wanted(
    "Смирнова Анна Сергеевна",
    snils="11223344595",
    surname="Смирнова",
    given_name="Анна Сергеевна",
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep the tests' output free of it."""


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """Serve a folder over plain http, as authorities publish CRLs and their certificates."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Authority:
    """A root and an issuing CA with what they publish."""

    folder: Path
    address: str
    top: Issued = field(default_factory=lambda: root("Учебный корень"))

    def __post_init__(self) -> None:
        self.issuing = self.top.issue(
            Wanted(
                "Учебный УЦ",
                ca=True,
                usage=("key_cert_sign", "crl_sign"),
                extensions=(self._points("top"),),
            )
        )
        self.publish()

    def publish(self, **crl: Any) -> None:
        """Publish both certificates and both CRLs anew."""
        self.folder.mkdir(exist_ok=True)
        for name, issued in (("top", self.top), ("issuing", self.issuing)):
            (self.folder / f"{name}.cer").write_bytes(issued.der)
            (self.folder / f"{name}.crl").write_bytes(issued.crl(**crl))

    def certify(self, public_key_info: bytes, wanted: Wanted = ANNA) -> Issued:
        """Return a certificate for the key of a token, with addresses of CRL and issuer."""
        key: Any = _Public(load_der_public_key(public_key_info))
        place = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier(f"{self.address}/issuing.cer"),
        )
        extensions = (self._points("issuing"), x509.AuthorityInformationAccess([place]))
        values = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
        return issue(Wanted(**{**values, "extensions": extensions}), key, self.issuing)

    def _points(self, name: str) -> x509.CRLDistributionPoints:
        address = x509.UniformResourceIdentifier(f"{self.address}/{name}.crl")
        return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


@dataclass(frozen=True)
class _Public:
    """A key that lies on a token: only its public half is here."""

    key: Any

    def public_key(self) -> Any:
        return self.key


@dataclass
class Workplace:
    """A state folder, a driver with one token, and what the program trusts."""

    folder: Path
    token: Provisioned
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.anchors = self.folder / "anchors"
        self.anchors.mkdir()
        self.nmo = InstalledCommand(
            self.folder / "home",
            more_environment={**self.token.driver.environment, **self.environment},
        )

    def doctor(self, *arguments: str, driver: str = "", **environment: str) -> Ran:
        """Run ``nmo doctor`` with the token's driver, or another one."""
        command = InstalledCommand(
            self.nmo.home,
            more_environment={**self.nmo.more_environment, **environment},
        )
        return command("--driver", driver or self.token.driver.path, "doctor", *arguments)

    def trust(self, *certificates: Issued) -> None:
        """Let these be the only trust anchors of the program."""
        for file in self.anchors.iterdir():
            file.unlink()
        for number, each in enumerate(certificates):
            (self.anchors / f"{number}.pem").write_bytes(each.pem)
        self.nmo.home.mkdir(mode=0o700, exist_ok=True)
        settings = {"trust.anchors": str(self.anchors)}
        (self.nmo.home / "settings.json").write_text(json.dumps(settings))

    def put(self, certificate: Issued, key_id: str = "01") -> None:
        """Put a certificate on the token beside its key, in place of the one there."""
        file = self.folder / "certificate.der"
        file.write_bytes(certificate.der)
        self._tool("--delete-object", "--type", "cert", "--id", key_id)
        self._tool("--write-object", str(file), "--type", "cert", "--id", key_id)

    def remove(self, key_id: str) -> None:
        """Take a certificate off the token."""
        self._tool("--delete-object", "--type", "cert", "--id", key_id)

    def _tool(self, *arguments: str) -> None:
        login = ("--token-label", self.token.label, "--login", "--pin", self.token.pin)
        subprocess.run(
            ["pkcs11-tool", "--module", self.token.driver.path, *login, *arguments],
            env={**os.environ, **self.token.driver.environment},
            check=True,
            capture_output=True,
            timeout=30,
        )


def expect_first_cause(ran: Ran, identifier: str, code: str, remedy: str) -> None:
    """Assert what has to be mended first, with words of its remedy, and that no try was spent."""
    first = ran.document["first_cause"]
    assert first is not None, ran.document["sentence"]
    assert (first["check"], first["code"]) == (identifier, code), first
    assert remedy in first["remedy"]
    assert first["remedy"] in ran.document["sentence"]
    assert ran.document["pin_tries_spent"] == 0
    assert ran.exit_code == 1


def check(ran: Ran, identifier: str) -> dict[str, Any]:
    """Return one check of the document."""
    found: list[dict[str, Any]] = [
        each for each in ran.document["checks"] if each["id"] == identifier
    ]
    assert len(found) == 1, [each["id"] for each in ran.document["checks"]]
    return found[0]
