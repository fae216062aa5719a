"""What the collector sees of stores: Linux from files, Windows and macOS from recorded answers.

The answers of Windows, macOS and КриптоПро follow their documentation; none was recorded on the
real system.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.certificates import Fitness
from desktop_app.core.tokens import TokenCertificate
from desktop_app.services.accreditation import AccreditationRegister
from desktop_app.services.diagnostics.collectors.trust import read_accreditations, read_trust
from desktop_app.services.diagnostics.facts.certificates import (
    FoundOn,
    OwnCertificate,
    OwnCertificates,
)
from desktop_app.services.diagnostics.facts.trust import Store, StoreKind, Trust
from desktop_app.services.diagnostics.machine import Completed, Machine, RecordedMachine
from desktop_app.services.pins_of_trust import Pin, Pins, own_pins
from desktop_app.services.trust_store import Shelf, TrustStore
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.certificates import read_certificate
from tests.certificates.accredited import List, Listed
from tests.certificates.authority import NOW, Issued, Wanted, root


@pytest.fixture(scope="module")
def top() -> Issued:
    return root("Корень")


@pytest.fixture(scope="module")
def issuing(top: Issued) -> Issued:
    return top.issue(Wanted("УЦ", ca=True))


def trust(machine: Machine, own: TrustStore | None = None, pins: Pins | None = None) -> Trust:
    return read_trust(machine, own, pins or own_pins(), own_anchors_named=False)


def put(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def only(found: Trust, kind: StoreKind) -> Store:
    (store,) = found.of(kind)
    return store


def test_linux_shows_its_bundle_what_was_added_and_what_was_taken_out(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    banned = root("Запрещённый")
    put(tmp_path, "etc/ssl/certs/ca-certificates.crt", top.pem + b"\n" + top.pem)
    put(tmp_path, "usr/local/share/ca-certificates/clinic/issuing.crt", issuing.pem)
    put(tmp_path, "usr/local/share/ca-certificates/readme.txt", b"not a certificate")
    put(tmp_path, "usr/local/share/ca-certificates/broken.crt", b"not a certificate")
    put(tmp_path, "etc/ca-certificates.conf", b"mozilla/Good.crt\n!mozilla/Bad.crt\n!absent\n")
    put(tmp_path, "usr/share/ca-certificates/mozilla/Bad.crt", banned.pem)
    found = trust(RecordedMachine("linux", tmp_path))
    (system,) = only(found, StoreKind.SYSTEM).certificates
    assert (system.subject, system.self_issued, system.is_authority) == ("Корень", True, True)
    assert system.sha256 == marks_of(top.der).sha256
    (local,) = only(found, StoreKind.LOCAL).certificates
    assert (local.subject, local.self_issued) == ("УЦ", False)
    (distrusted,) = only(found, StoreKind.DISTRUSTED).certificates
    assert (distrusted.subject, distrusted.distrusted) == ("Запрещённый", True)


@pytest.mark.parametrize("family", ["blocklist", "blacklist"])
def test_red_hat_shows_its_own_folders(top: Issued, family: str, tmp_path: Path) -> None:
    put(tmp_path, "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", b"# Root\n" + top.pem)
    put(tmp_path, f"etc/pki/ca-trust/source/{family}/root.der", top.der)
    found = trust(RecordedMachine("linux", tmp_path))
    assert only(found, StoreKind.SYSTEM).path.endswith("tls-ca-bundle.pem")
    assert len(only(found, StoreKind.DISTRUSTED).certificates) == 1


def test_a_linux_without_a_bundle_is_said_to_be_unread(tmp_path: Path) -> None:
    assert only(trust(RecordedMachine("linux", tmp_path)), StoreKind.SYSTEM).problem == "unreadable"


CERTMGR = """Certmgr 1.1 (c) "КРИПТО-ПРО",  2007-2024.
Program for managing certificates, CRLs and stores.
=============================================================================
1-------
Issuer              : OGRN=1047702026701, C=RU, CN=Минцифры России
Subject             : OGRN=1047702026701, C=RU, CN=Минцифры России
Serial              : 0x951FA3477C61043AADFA858627823442
SHA1 Thumbprint     : 2f0cb09be3550ef17ec4f29c90abd18bfcaad63a
SubjKeyID           : c91358b14ca7623a7ed23f3ca6e7147c9d70a386
Signature Algorithm : ГОСТ Р 34.11-2012/34.10-2012 256 бит
Not valid before    : 08/01/2022 13:32:39 UTC
Not valid after     : 08/01/2040 13:32:39 UTC
PrivateKey Link     : No
2-------
Издатель            : C=RU, O=Центр, CN="Центр, ООО", L=Москва
Субъект             : C=RU, CN=Подчинённый
SHA1 отпечаток      : 0x00112233445566778899aabbccddeeff00112233
=============================================================================

[ErrorCode: 0x00000000]
"""


def test_the_providers_stores_are_told_by_their_sha1(tmp_path: Path) -> None:
    tool = "/opt/cprocsp/bin/amd64/certmgr"
    put(tmp_path, tool[1:], b"")
    answers = {
        f"{tmp_path}{tool} -list -store uRoot": Completed(0, CERTMGR),
        f"{tmp_path}{tool} -list -store mRoot": Completed(44, "[ErrorCode: 0x8010002c]\n"),
    }
    found = trust(RecordedMachine("linux", tmp_path, answers=answers))
    user, machine = found.of(StoreKind.CSP)
    first, second = user.certificates
    assert (first.subject, first.self_issued) == ("Минцифры России", True)
    assert first.not_after == datetime(2040, 1, 8, 13, 32, 39, tzinfo=UTC)
    assert (second.subject, second.self_issued, second.not_after) == ("Подчинённый", False, None)
    (pin,) = [each for each in found.pins if user.has(each.sha256, each.sha1)]
    assert (pin.name, pin.key_id) == ("Минцифры России", "c91358b14ca7623a7ed23f3ca6e7147c9d70a386")
    assert (machine.certificates, machine.problem) == ((), "")


def test_a_provider_that_does_not_answer_is_said_to_be_unread(tmp_path: Path) -> None:
    put(tmp_path, "opt/cprocsp/bin/amd64/certmgr", b"")
    found = trust(RecordedMachine("linux", tmp_path))
    assert {store.problem for store in found.of(StoreKind.CSP)} == {"unreadable"}


def windows(*certificates: tuple[str, Issued], exit_code: int = 0) -> RecordedMachine:
    rows = [
        {"store": store, "raw": base64.b64encode(issued.der).decode()}
        for store, issued in certificates
    ]
    answers = {"powershell": Completed(exit_code, json.dumps(rows))}
    return RecordedMachine("windows", answers=answers)


def test_windows_shows_what_the_user_has_beside_the_machine(top: Issued, issuing: Issued) -> None:
    own = root("Свой")
    found = trust(
        windows(
            ("LocalMachine\\Root", top),
            ("CurrentUser\\Root", top),
            ("CurrentUser\\Root", own),
            ("CurrentUser\\CA", issuing),
            ("LocalMachine\\Disallowed", root("Запрещённый")),
        )
    )
    names = {store.name: [each.subject for each in store.certificates] for store in found.stores}
    assert names == {
        "LocalMachine\\Root": ["Корень"],
        "CurrentUser\\Root": ["Свой"],
        "CurrentUser\\CA": ["УЦ"],
        "LocalMachine\\Disallowed": ["Запрещённый"],
    }
    assert only(found, StoreKind.DISTRUSTED).certificates[0].distrusted


@pytest.mark.parametrize(
    ("machine", "problem"),
    [
        (RecordedMachine("windows"), "tool-missing"),
        (windows(exit_code=1), "unreadable"),
        (RecordedMachine("windows", answers={"powershell": Completed(0, "{")}), "unreadable"),
        (RecordedMachine("windows", answers={"powershell": Completed(0, "[1]")}), "unreadable"),
        (RecordedMachine("macos"), "tool-missing"),
    ],
)
def test_a_store_that_cannot_be_read_is_said_so(machine: Machine, problem: str) -> None:
    assert only(trust(machine), StoreKind.SYSTEM).problem == problem


def test_macos_shows_its_keychains_and_what_is_never_trusted(top: Issued, issuing: Issued) -> None:
    keychains = {
        "/System/Library/Keychains/SystemRootCertificates.keychain": top.pem.decode(),
        "/Library/Keychains/System.keychain": issuing.pem.decode(),
        "/Users/anna/Library/Keychains/login.keychain-db": "",
    }
    settings = (
        "Number of trusted certs = 1\nCert 0: Russian Trusted Root CA\n"
        "   Number of trust settings : 1\n   Trust Setting 0:\n"
        "      Policy OID            : SSL\n"
        "      Result Type           : kSecTrustSettingsResultDeny\n"
    )
    answers = {
        f"security find-certificate -a -p {path}": Completed(0, pem)
        for path, pem in keychains.items()
    }
    answers["security dump-trust-settings"] = Completed(1, "", "No Trust Settings were found.")
    answers["security dump-trust-settings -d"] = Completed(0, settings)
    found = trust(RecordedMachine("macos", environment={"HOME": "/Users/anna"}, answers=answers))
    assert [each.subject for each in only(found, StoreKind.SYSTEM).certificates] == ["Корень"]
    assert [each.subject for each in only(found, StoreKind.LOCAL).certificates] == ["УЦ"]
    assert only(found, StoreKind.USER).certificates == ()
    (refused,) = only(found, StoreKind.DISTRUSTED).certificates
    assert (refused.subject, refused.distrusted) == ("Russian Trusted Root CA", True)


def test_what_was_added_to_the_program_is_a_store_too(
    top: Issued, issuing: Issued, tmp_path: Path
) -> None:
    own = TrustStore(tmp_path / "trust", Pins())
    own.add(Shelf.TLS, top.der, "file", marks_of(top.der).sha256)
    own.add(Shelf.INTERMEDIATES, issuing.der, "file")
    found = trust(RecordedMachine("linux", tmp_path), own)
    assert [each.subject for each in only(found, StoreKind.OWN).certificates] == ["Корень"]
    assert only(found, StoreKind.BETWEEN).name == "intermediates"


def test_the_state_of_the_pins_is_told(top: Issued, tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    file.write_bytes(top.pem)
    sha256 = marks_of(top.der).sha256
    pins = Pins(
        (
            Pin("Корень", "signatures", sha256, confirmed=True, file=file),
            Pin("Подмена", "signatures", "00" * 32, confirmed=True, file=file),
            Pin("Без копии", "servers", "11" * 32, confirmed=False),
        )
    )
    found = trust(RecordedMachine("linux", tmp_path), pins=pins).pins
    assert [(each.bundled, each.intact) for each in found] == [
        (True, True),
        (True, False),
        (False, True),
    ]
    assert found[0].key_id == marks_of(top.der).key_id


def own_certificate(issued: Issued) -> OwnCertificate:
    found = TokenCertificate(
        read_certificate(issued.der),
        b"",
        has_private_key=True,
        fitness=Fitness(can_sign=True, can_sign_in=True),
    )
    return OwnCertificate(found, FoundOn("1234", "Токен"))


def register(folder: Path, *listed: Listed) -> AccreditationRegister:
    made = AccreditationRegister(folder / "list", lambda _address, _cancel: b"", lambda: "")
    file = folder / "TSL.xml"
    file.write_bytes(List(listed).xml())
    made.import_file(file)
    return made


def test_the_list_is_asked_for_the_key_that_issued_each_certificate(
    issuing: Issued, top: Issued, tmp_path: Path
) -> None:
    started = (NOW - timedelta(days=100)).date().isoformat()
    ended = (NOW - timedelta(days=5)).date().isoformat()
    history = (("Действует", started), ("Прекращена", ended))
    own = register(tmp_path, Listed("ФНС", (issuing.der,), history))
    mine = OwnCertificates(
        (
            own_certificate(issuing.issue(Wanted("Врач"))),
            own_certificate(top.issue(Wanted("Врач"))),
            own_certificate(issuing),
        )
    )
    found = read_accreditations(own, mine, datetime(2026, 11, 23, tzinfo=UTC))
    listed, unlisted = found.issuers
    assert (listed.authority, listed.listed, listed.status) == ("ФНС", True, "in-force")
    assert listed.ended_at is not None
    assert (unlisted.authority, unlisted.listed) == ("Корень", False)
    assert found.saved is not None
    assert found.saved.signature == "not-verified"


def test_without_a_list_and_with_a_damaged_one_nothing_is_judged(tmp_path: Path) -> None:
    mine = OwnCertificates()
    empty = AccreditationRegister(tmp_path / "list", lambda _address, _cancel: b"", lambda: "")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert read_accreditations(empty, mine, now).saved is None
    own = register(tmp_path)
    (tmp_path / "list" / "list.xml").write_bytes(b"changed")
    assert read_accreditations(own, mine, now).damaged
