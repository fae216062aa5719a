"""What `nmo doctor` says of a path that breaks, on a real token and a real authority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from tests.certificates.authority import DAY, NOW, Issued
from tests.end_to_end.workplace import (
    ANNA,
    Authority,
    Workplace,
    check,
    expect_first_cause,
    published,
)
from tests.modules.provisioned import Provisioned, provisioned


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("softhsm", tmp_path_factory.mktemp("softhsm")) as module:
        yield module


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    folder = tmp_path / "published"
    folder.mkdir()
    with published(folder) as address:
        yield Authority(folder, address)


@pytest.fixture(scope="module")
def public_key(token: Provisioned) -> bytes:
    key = load_pem_public_key((token.folder / "01.pub.pem").read_bytes())
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture(scope="module")
def emptied(token: Provisioned, tmp_path_factory: pytest.TempPathFactory) -> Provisioned:
    """Return the token with the certificates of its other keys taken off."""
    place = Workplace(tmp_path_factory.mktemp("emptying"), token)
    place.remove("02")
    place.remove("03")
    return token


@pytest.fixture
def workplace(emptied: Provisioned, authority: Authority, tmp_path: Path) -> Workplace:
    made = Workplace(tmp_path, emptied)
    made.trust(authority.top)
    return made


@pytest.fixture
def certificate(workplace: Workplace, authority: Authority, public_key: bytes) -> Issued:
    issued = authority.certify(public_key)
    workplace.put(issued)
    return issued


@pytest.mark.usefixtures("certificate")
def test_a_path_whose_intermediate_the_issuer_serves_is_good(workplace: Workplace) -> None:
    ran = workplace.doctor("--profile", "sign")
    assert ran.document["first_cause"] is None, ran.document["first_cause"]
    assert ran.exit_code == 0
    assert check(ran, "CRT-20")["status"] == "ok"


@pytest.mark.usefixtures("certificate")
def test_a_root_that_is_not_there_is_named(workplace: Workplace) -> None:
    workplace.trust()
    ran = workplace.doctor("--profile", "sign")
    expect_first_cause(ran, "CRT-20", "path.root-missing", "сверьте и добавьте корень")
    assert "Учебный корень" in check(ran, "CRT-20")["message"]


@pytest.mark.usefixtures("certificate")
def test_an_intermediate_that_nobody_serves_is_named(
    workplace: Workplace, authority: Authority
) -> None:
    (authority.folder / "issuing.cer").unlink()
    ran = workplace.doctor("--profile", "sign")
    expect_first_cause(ran, "CRT-20", "path.intermediate-missing", "Установите сертификат")
    assert "Учебный УЦ" in check(ran, "CRT-20")["message"]


def test_a_revoked_certificate_is_told_with_its_day(
    workplace: Workplace, authority: Authority, certificate: Issued
) -> None:
    authority.issuing.revoke(certificate)
    authority.publish()
    ran = workplace.doctor("--profile", "sign")
    expect_first_cause(ran, "CRT-27", "certificate.revoked", "получите новый сертификат")
    assert check(ran, "CRT-27")["who"] == "ca"


@pytest.mark.usefixtures("certificate")
def test_a_stale_list_of_revocations_is_a_warning(
    workplace: Workplace, authority: Authority
) -> None:
    authority.publish(this=NOW - 9 * DAY, following=NOW - 2 * DAY)
    ran = workplace.doctor("--profile", "sign")
    found = check(ran, "CRT-28")
    assert (found["status"], found["cause"]) == ("warn", "path.revocation-stale")
    assert "свежий список отзыва" in found["remedy"]
    assert ran.document["first_cause"] is None


def test_an_expired_certificate_alone_is_the_first_cause(
    workplace: Workplace, authority: Authority, public_key: bytes
) -> None:
    past = replace(ANNA, not_before=NOW - 400 * DAY, not_after=NOW - timedelta(days=3))
    workplace.put(authority.certify(public_key, past))
    ran = workplace.doctor("--profile", "sign")
    expect_first_cause(ran, "CRT-04", "certificate.expired", "получите новый")
    assert check(ran, "CRT-04")["who"] == "ca"


@pytest.mark.usefixtures("certificate")
def test_no_fault_of_a_path_costs_a_try(workplace: Workplace) -> None:
    workplace.trust()
    assert workplace.doctor("--profile", "full").document["pin_tries_spent"] == 0
