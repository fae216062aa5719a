"""Finding the certificate at which a path breaks: on the token, in the program, by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from asn1crypto import cms

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.services.trust_folder import certificates_in
from desktop_app.signing.accredited_list import AccreditedList
from desktop_app.signing.authority_marks import AuthorityMarks, issued_by, marks_of
from desktop_app.signing.der import MALFORMED
from desktop_app.signing.fetching import PlainFetch

MAX_BYTES = 1 << 20
FETCH_SECONDS = 8.0
_MOST_FETCHED = 20
Fetch = Callable[[str], bytes]
"""Returns what a plain http address gives; raises ``OSError``."""
Nearby = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a certificate that is missing."""

    issuer: str = ""
    """Its subject's CN, else O."""
    key_id: str = ""
    """Its subjectKeyIdentifier, lower-case hexadecimal."""
    sha256: str = ""
    aia: tuple[str, ...] = ()
    """Plain http addresses that its child names."""

    @staticmethod
    def of(evidence: Mapping[str, object]) -> Wanted:
        """Read it from the evidence of a finding; of ``path.*`` and ``trust.*`` causes."""
        sources = evidence.get("aia") or evidence.get("sources") or ()
        addresses = [str(each) for each in sources] if isinstance(sources, list | tuple) else []
        named = evidence.get("issuer") or evidence.get("name") or ""
        return Wanted(
            issuer=str(named),
            key_id=str(evidence.get("key_id") or "").lower(),
            sha256=str(evidence.get("sha256") or "").lower(),
            aia=tuple(each for each in addresses if each.startswith("http://")),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A certificate that fits."""

    marks: AuthorityMarks
    source: str
    """``token``, ``bundled``, ``own``, ``list``, ``server`` or ``aia:`` with the address."""
    proven: bool | None
    """The signature of its child was verified with it, or it was asked for by its fingerprint.

    None where no signature could be computed, or no child is at hand.
    """

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.marks.der


@dataclass(frozen=True, slots=True)
class IssuerSources:
    """Where issuers may be found, best first; asking the network comes last."""

    nearby: Sequence[tuple[str, Nearby]] = ()
    """Name of the source and what it has."""
    accredited: Callable[[], AccreditedList | None] = field(default=lambda: None)
    fetch: Fetch | None = None

    def candidates(self, wanted: Wanted, *, online: bool = True) -> Iterator[Candidate]:
        """Return the certificates that fit, each once, best source first.

        It fits when name and key identifier are the wanted ones, and every child at hand was
        signed with its key as far as that can be computed; a fingerprint alone is enough.
        """
        if not (wanted.key_id or wanted.sha256 or wanted.issuer):
            return
        children = self._children(wanted)
        seen: set[str] = set()
        for source, der in self._offered(wanted, online=online):
            fitting = _fitting(der, wanted, children)
            if fitting is not None and fitting[0].sha256 not in seen:
                seen.add(fitting[0].sha256)
                yield Candidate(fitting[0], source, fitting[1])

    def _offered(self, wanted: Wanted, *, online: bool) -> Iterator[tuple[str, bytes]]:
        for source, certificates in self.nearby:
            yield from ((source, der) for der in certificates())
        accredited = self.accredited() if wanted.key_id else None
        if accredited is not None:
            listed = accredited.certificates_of(wanted.key_id)
            yield from (("list", each.der) for each in listed if each.der)
        if online and self.fetch is not None:
            for address in wanted.aia:
                yield from ((f"aia:{address}", der) for der in self._fetched(address))

    def _fetched(self, address: str) -> list[bytes]:
        try:
            content = self.fetch(address) if self.fetch is not None else b""
        except OSError:
            return []
        return list(bundle_of(content))[:_MOST_FETCHED]

    def _children(self, wanted: Wanted) -> list[bytes]:
        """Return the certificates at hand that the wanted one must have issued."""
        if not wanted.key_id:
            return []
        found = []
        for _source, certificates in self.nearby:
            for der in certificates():
                try:
                    marks = marks_of(der)
                except NotCertificateError:
                    continue
                if marks.issuer_key_id == wanted.key_id and not marks.self_issued:
                    found.append(der)
        return found


def fetch_plainly(address: str) -> bytes:
    """Fetch over plain http: what comes is signed by itself. Raises ``OSError``."""
    headers = {"Accept": "application/pkix-cert, application/pkcs7-mime, */*"}
    plain = PlainFetch(FETCH_SECONDS, MAX_BYTES)
    return plain.fetch("GET", address, headers).content  # RequestException is an OSError.


def bundle_of(content: bytes) -> Iterator[bytes]:
    """Return the certificates of a file: PEM, DER, or a bundle (RFC 5280 section 4.2.2.1)."""
    try:
        bundle = cms.ContentInfo.load(content, strict=True)
        if bundle["content_type"].native == "signed_data":
            yield from (each.chosen.dump() for each in bundle["content"]["certificates"])
            return
    except MALFORMED:
        pass
    yield from certificates_in(content)


def _fitting(
    der: bytes, wanted: Wanted, children: Sequence[bytes]
) -> tuple[AuthorityMarks, bool | None] | None:
    try:
        marks = marks_of(der)
    except NotCertificateError:
        return None
    if not marks.is_authority or (wanted.issuer and marks.subject != wanted.issuer):
        return None
    same = marks.sha256 == wanted.sha256 if wanted.sha256 else marks.key_id == wanted.key_id
    if not same or not (wanted.sha256 or wanted.key_id):
        return None
    outcomes = [issued_by(child, der) for child in children]
    if False in outcomes:
        return None
    by_fingerprint = bool(wanted.sha256) and not children
    return marks, True if by_fingerprint or True in outcomes else None
