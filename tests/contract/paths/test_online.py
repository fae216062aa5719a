"""Issuers, CRLs and OCSP responses fetched from a server that speaks for the authority."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from tests.certificates.authority import DAY, NOW, Issued, Wanted, root

Reply = Callable[[bytes], bytes]


@dataclass
class Network:
    """What the server answers by path, and what it was asked for."""

    replies: dict[str, Reply] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    origin: str = ""


class Authority(BaseHTTPRequestHandler):
    """Answers for a ``Network``."""

    def __init__(self, network: Network, *arguments: object) -> None:
        self.network = network
        super().__init__(*arguments)  # type: ignore[arg-type]  # passed through

    def do_GET(self) -> None:
        self.network.asked.append(self.path)
        if self.path in self.network.redirects:
            self.send_response(302)
            self.send_header("Location", self.network.redirects[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        length = int(self.headers.get("Content-Length", 0))
        reply = self.network.replies.get(self.path)
        body = b"" if reply is None else reply(self.rfile.read(length))
        self.send_response(404 if reply is None else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Authority, network)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        network.origin = f"http://127.0.0.1:{server.server_address[1]}"
        yield network
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


@dataclass(frozen=True)
class Pki:
    root: Issued
    middle: Issued
    leaf: Issued


def crl_at(url: str) -> x509.CRLDistributionPoints:
    name = x509.UniformResourceIdentifier(url)
    return x509.CRLDistributionPoints([x509.DistributionPoint([name], None, None, None)])


def access(**urls: str) -> x509.AuthorityInformationAccess:
    methods = {
        "issuer": AuthorityInformationAccessOID.CA_ISSUERS,
        "ocsp": AuthorityInformationAccessOID.OCSP,
    }
    return x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(methods[name], x509.UniformResourceIdentifier(url))
            for name, url in urls.items()
        ]
    )


def publish(network: Network) -> Pki:
    """Issue a path whose issuer and lists the server gives out."""
    top = root()
    points = (crl_at(f"{network.origin}/root.crl"),)
    middle = top.issue(Wanted("Посредник", ca=True, extensions=points))
    leaf_points = (
        crl_at(f"{network.origin}/middle.crl"),
        access(issuer=f"{network.origin}/middle.cer"),
    )
    leaf = middle.issue(Wanted("Иванова", extensions=leaf_points))
    network.replies = {
        "/root.crl": lambda _: top.crl(),
        "/middle.crl": lambda _: middle.crl(),
        "/middle.cer": lambda _: middle.der,
    }
    return Pki(top, middle, leaf)


def ask(judge: PathJudge, pki: Pki, *, offline: bool = False, **options: object) -> PathReport:
    trust = TrustMaterial((pki.root.der,))
    return judge.judge(PathRequest(pki.leaf.der, trust, offline=offline, **options))  # type: ignore[arg-type]  # passed through


def codes(report: PathReport) -> set[str]:
    return {reason.code for reason in report.reasons}


def test_a_missing_issuer_and_the_lists_are_fetched(judge: PathJudge, network: Network) -> None:
    report = ask(judge, publish(network))
    assert report.verdict is Verdict.GOOD
    assert [each.subject for each in report.path] == ["Иванова", "Посредник", "Корень"]
    assert set(network.asked) == {"/middle.cer", "/middle.crl", "/root.crl"}


def test_offline_nothing_is_fetched(judge: PathJudge, network: Network) -> None:
    report = ask(judge, publish(network), offline=True)
    assert "path.intermediate-missing" in codes(report)
    assert network.asked == []


def test_a_moment_in_the_past_is_judged_without_the_network(
    judge: PathJudge, network: Network
) -> None:
    ask(judge, publish(network), at=NOW - DAY)
    assert network.asked == []


def test_a_revocation_in_a_fetched_list_is_seen(judge: PathJudge, network: Network) -> None:
    pki = publish(network)
    pki.middle.revoke(pki.leaf)
    report = ask(judge, pki)
    assert report.verdict is Verdict.BAD
    assert codes(report) == {"certificate.revoked"}


def test_a_root_that_is_missing_above_a_fetched_issuer_is_named(
    judge: PathJudge, network: Network
) -> None:
    pki = publish(network)
    trust = TrustMaterial((root("Чужой").der,))
    report = judge.judge(PathRequest(pki.leaf.der, trust))
    assert codes(report) == {"path.root-missing"}
    assert [each.subject for each in report.path] == ["Иванова", "Посредник"]


def test_a_list_that_cannot_be_had_leaves_the_verdict_open(
    judge: PathJudge, network: Network
) -> None:
    pki = publish(network)
    del network.replies["/middle.crl"]
    report = ask(judge, pki)
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == {"path.revocation-unknown"}


@pytest.mark.parametrize("target", ["https://127.0.0.1:1/", "file:///etc/hostname"])
def test_a_list_behind_another_scheme_is_not_fetched(
    judge: PathJudge, network: Network, target: str
) -> None:
    pki = publish(network)
    network.redirects["/middle.crl"] = target
    report = ask(judge, pki)
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == {"path.revocation-unknown"}


def test_garbage_in_place_of_a_list_leaves_the_verdict_open(
    judge: PathJudge, network: Network
) -> None:
    pki = publish(network)
    network.replies["/middle.crl"] = lambda _: b"<html>" * 1000
    report = ask(judge, pki)
    assert report.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("revoked", [False, True])
def test_an_ocsp_responder_is_asked(judge: PathJudge, network: Network, revoked: bool) -> None:
    top = root()
    leaf = top.issue(Wanted("Иванова", extensions=(access(ocsp=f"{network.origin}/ocsp"),)))
    network.replies["/ocsp"] = lambda request: ocsp_answer(request, leaf, top, revoked=revoked)
    report = ask(judge, Pki(top, top, leaf))
    assert network.asked == ["/ocsp"]
    assert report.verdict is (Verdict.BAD if revoked else Verdict.GOOD)
    assert codes(report) == ({"certificate.revoked"} if revoked else set())


def ocsp_answer(request: bytes, leaf: Issued, issuer: Issued, *, revoked: bool) -> bytes:
    """Answer as the issuer itself, with the nonce of the request."""
    asked = ocsp.load_der_ocsp_request(request)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=leaf.certificate,
            issuer=issuer.certificate,
            algorithm=hashes.SHA1(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=NOW,
            next_update=NOW + DAY,
            revocation_time=NOW - DAY if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.NAME, issuer.certificate)
    )
    for extension in asked.extensions:
        builder = builder.add_extension(extension.value, critical=False)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
