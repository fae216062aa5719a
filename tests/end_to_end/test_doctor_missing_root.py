"""A root that the authority serves is found, compared, added, and taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID

from desktop_app.signing.certificates import certificate_id
from tests.certificates.authority import Wanted
from tests.end_to_end.workplace import Authority, Workplace, check, published
from tests.modules.provisioned import provisioned

FIX = "trust.install-own"


class Serving(Authority):
    """An authority whose issuing CA says where the root is."""

    def __post_init__(self) -> None:
        where = x509.UniformResourceIdentifier(f"{self.address}/top.cer")
        place = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, where)
        extensions = (self._points("top"), x509.AuthorityInformationAccess([place]))
        wanted = Wanted("Учебный УЦ", ca=True, extensions=extensions)
        self.issuing = self.top.issue(wanted)
        self.publish()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    folder = tmp_path / "published"
    folder.mkdir()
    with published(folder) as address:
        yield Serving(folder, address)


@pytest.fixture
def workplace(authority: Authority, tmp_path: Path) -> Iterator[Workplace]:
    folder = tmp_path / "token"
    folder.mkdir()
    with provisioned("softhsm", folder) as token:
        made = Workplace(tmp_path, token)
        for other in ("02", "03"):
            made.remove(other)
        key = load_pem_public_key((token.folder / "01.pub.pem").read_bytes())
        info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        made.put(authority.certify(info))
        made.trust()
        yield made


def test_an_untrusted_root_is_added_after_comparison_and_taken_back(
    workplace: Workplace, authority: Authority
) -> None:
    fingerprint = certificate_id(authority.top.der)
    ran = workplace.doctor("--profile", "sign")
    found = check(ran, "CRT-20")
    assert (found["status"], found["cause"]) == ("fail", "path.root-not-trusted")
    assert found["fix"] == FIX, found

    unconfirmed = workplace.doctor("--check", "CRT-20", "--fix", FIX, "--yes")
    assert unconfirmed.error == "fix.refused"
    assert check(workplace.doctor("--check", "CRT-20"), "CRT-20")["status"] == "fail"

    mended = workplace.doctor(
        "--check", "CRT-20", "--fix", FIX, "--yes", "--fingerprint", fingerprint
    )
    assert check(mended, "CRT-20")["status"] == "ok", mended.out
    assert workplace.doctor("--profile", "sign").document["first_cause"] is None

    (applied,) = mended.document["applied"]
    assert workplace.doctor("--undo", applied["id"]).exit_code == 0
    assert check(workplace.doctor("--check", "CRT-20"), "CRT-20")["status"] == "fail"
