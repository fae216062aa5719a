"""The paths of certificates on tokens, judged by the real worker with a real network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from desktop_app.core.tokens import PinState, Token, TokenCertificate
from desktop_app.core.verdicts import Verdict
from desktop_app.services.diagnostics.collectors.certificates import own_certificates
from desktop_app.services.diagnostics.collectors.paths import read_paths
from desktop_app.services.diagnostics.facts.certificates import PathFacts, Paths
from desktop_app.services.diagnostics.missing_links import IssuersAtHand
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.fitness import judge_fitness
from tests.certificates.authority import DAY, NOW, Issued, Wanted, root


@dataclass
class Site:
    """What an authority publishes, and what was asked for."""

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    origin: str = ""


class Handler(BaseHTTPRequestHandler):
    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]  # passed through

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        body = self.site.files.get(self.path, b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        site.origin = f"http://127.0.0.1:{server.server_address[1]}"
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


class Authority:
    """A root, a CA and what they publish; every certificate names the addresses."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.top = root("Корень")
        self.middle = self.top.issue(Wanted("УЦ", ca=True, extensions=(self._list("top"),)))
        site.files["/middle.cer"] = self.middle.der
        self.publish()

    def publish(self) -> None:
        self.site.files["/top.crl"] = self.top.crl()
        self.site.files["/middle.crl"] = self.middle.crl()

    def person(self, name: str = "Иванова") -> Issued:
        where = x509.UniformResourceIdentifier(f"{self.site.origin}/middle.cer")
        issuer = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, where)
        access = x509.AuthorityInformationAccess([issuer])
        wanted = Wanted(name, snils="11223344595", extensions=(self._list("middle"), access))
        return self.middle.issue(wanted)

    def _list(self, name: str) -> x509.CRLDistributionPoints:
        where = x509.UniformResourceIdentifier(f"{self.site.origin}/{name}.crl")
        return x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)])


@pytest.fixture
def authority(site: Site) -> Authority:
    return Authority(site)


def on_token(issued: Issued, *, key: bool = True) -> TokenCertificate:
    certificate = read_certificate(issued.der)
    fitness = judge_fitness(certificate, has_private_key=key, key_known=True, at=NOW)
    return TokenCertificate(certificate, b"\x01", key, fitness=fitness)


def judged(
    judge: PathJudge,
    trust: tuple[Issued, ...],
    *issued: Issued,
    authorities: tuple[Issued, ...] = (),
) -> Paths:
    certificates = tuple(
        on_token(each, key=each not in authorities) for each in (*issued, *authorities)
    )
    token = Token("1", "", "", "", "", (), PinState.OK, certificates=certificates)
    material = TrustMaterial(anchors=tuple(each.der for each in trust))
    own = own_certificates((token,))
    return read_paths(own, judge, material, IssuersAtHand(tokens=own.authorities))


def only(paths: Paths) -> PathFacts:
    (found,) = paths.paths
    return found


def test_a_path_whose_issuer_is_served_is_good(judge: PathJudge, authority: Authority) -> None:
    found = only(judged(judge, (authority.top,), authority.person()))
    assert (found.verdict, found.missing, found.unreachable) == (Verdict.GOOD, None, ())
    assert [each.subject for each in found.path] == ["Иванова", "УЦ", "Корень"]


def test_an_issuer_on_the_token_may_stand_between(judge: PathJudge, authority: Authority) -> None:
    del authority.site.files["/middle.cer"]
    paths = judged(judge, (authority.top,), authority.person(), authorities=(authority.middle,))
    assert only(paths).verdict is Verdict.GOOD


def test_an_issuer_that_nobody_serves_is_missing(judge: PathJudge, authority: Authority) -> None:
    del authority.site.files["/middle.cer"]
    found = only(judged(judge, (authority.top,), authority.person()))
    assert found.missing is not None
    assert (found.missing.name, found.missing.is_root) == ("УЦ", False)
    assert found.missing.sources == ()
    assert f"{authority.site.origin}/middle.cer" in found.unreachable


def test_a_root_that_is_not_trusted_is_missing(judge: PathJudge, authority: Authority) -> None:
    found = only(judged(judge, (root("Чужой"),), authority.person()))
    assert found.missing is not None
    assert (found.missing.name, found.missing.is_root) == ("Корень", True)
    assert (found.missing.step, found.missing.of_steps) == (3, 3)


def test_of_two_roots_of_one_name_the_other_is_wanted(
    judge: PathJudge, authority: Authority
) -> None:
    found = only(judged(judge, (root("Корень"),), authority.person()))
    assert "path.same-name-other-key" in found.reasons
    assert found.missing is not None
    key_id = authority.top.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    assert found.missing.key_id == key_id.value.digest.hex()


def test_a_revoked_certificate_has_its_day(judge: PathJudge, authority: Authority) -> None:
    person = authority.person()
    authority.middle.revoke(person)
    authority.publish()
    found = only(judged(judge, (authority.top,), person))
    assert "certificate.revoked" in found.reasons
    assert found.revoked_at == NOW - DAY
    assert found.usable


def test_a_stale_list_says_since_when(judge: PathJudge, authority: Authority) -> None:
    ended = NOW - 2 * DAY
    crl = authority.middle.crl(this=NOW - 9 * DAY, following=ended)
    authority.site.files["/middle.crl"] = crl
    found = only(judged(judge, (authority.top,), authority.person()))
    assert "path.revocation-stale" in found.reasons
    assert found.stale_since is not None


def test_where_a_list_is_not_to_be_had_its_address_is_told(
    judge: PathJudge, authority: Authority
) -> None:
    del authority.site.files["/middle.crl"]
    paths = judged(judge, (authority.top,), authority.person())
    assert only(paths).verdict is Verdict.UNKNOWN
    assert only(paths).unreachable == (f"{authority.site.origin}/middle.crl",)


def test_an_issuer_whose_addresses_were_silent_is_not_asked_again(
    judge: PathJudge, authority: Authority
) -> None:
    authority.site.files.clear()
    people = (authority.person("Иванова"), authority.person("Петрова"))
    paths = judged(judge, (authority.top,), *people)
    assert paths.offline
    assert len(paths.paths) == 2
    assert authority.site.asked.count("/middle.cer") == 1


def test_of_certificates_that_cannot_serve_only_the_newest_is_judged(
    judge: PathJudge, authority: Authority
) -> None:
    past = Wanted("Прежняя", not_before=NOW - 40 * DAY, not_after=NOW - 30 * DAY)
    older = authority.middle.issue(replace(past, not_before=NOW - 80 * DAY))
    newer = authority.middle.issue(past)
    paths = judged(judge, (authority.top,), authority.person(), older, newer)
    judged_ids = [each.certificate.id for each in paths.paths]
    assert len(judged_ids) == 2
    assert read_certificate(newer.der).id in judged_ids
    assert [each.usable for each in paths.paths] == [True, False]


def test_an_untrusted_root_that_the_authority_serves_can_be_had_there(
    judge: PathJudge, authority: Authority
) -> None:
    where = x509.UniformResourceIdentifier(f"{authority.site.origin}/top.cer")
    issuer = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, where)
    access = x509.AuthorityInformationAccess([issuer])
    authority.site.files["/top.cer"] = authority.top.der
    middle = authority.top.issue(Wanted("УЦ", ca=True, extensions=(access,)))
    person = middle.issue(Wanted("Иванова", snils="11223344595"))
    found = only(judged(judge, (root("Чужой"),), person, authorities=(middle,)))
    assert "path.root-not-trusted" in found.reasons
    assert found.missing is not None
    assert found.missing.sources == ("aia",)
    assert found.missing.aia == (f"{authority.site.origin}/top.cer",)
    assert found.missing.sha256 == read_certificate(authority.top.der).id
