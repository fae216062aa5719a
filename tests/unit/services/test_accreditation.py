"""The saved list: imported, fetched, renewed, never replaced by an older one unasked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import (
    AccreditedListOlderError,
    AccreditedListUnreadableError,
    FileUnreadableError,
)
from desktop_app.core.errors.portal import AccreditedListUnreachableError
from desktop_app.services.accreditation import AccreditationRegister, published_address
from tests.certificates.accredited import List, Listed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADDRESS = "https://list.example/getxml"


class Site:
    """Gives what it was told to give."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked: list[str] = []

    def __call__(self, address: str, _cancel: Cancellation | None) -> bytes:
        self.asked.append(address)
        return self.content


def register(
    folder: Path, site: Site | None = None, address: str = ADDRESS
) -> AccreditationRegister:
    return AccreditationRegister(
        folder / "accreditation", site or Site(b""), lambda: address, lambda: NOW
    )


def written(folder: Path, content: List) -> Path:
    file = folder / "TSL.xml"
    file.write_bytes(content.xml())
    return file


def test_an_imported_list_is_kept_with_its_date_and_version(tmp_path: Path) -> None:
    own = register(tmp_path)
    assert own.held() is None
    assert own.list() is None
    held = own.import_file(written(tmp_path, List((Listed("ФНС"),))))
    assert held == register(tmp_path).held()
    assert (held.version, held.authorities, held.source) == (16326, 1, "TSL.xml")
    assert held.imported_at == NOW
    read = register(tmp_path).list()
    assert read is not None
    assert read.authorities[0].name == "ФНС"


def test_it_is_said_that_the_signature_was_not_verified(tmp_path: Path) -> None:
    held = register(tmp_path).import_file(written(tmp_path, List()))
    assert held.signed
    assert held.signature == "not-verified"


def test_the_age_is_that_of_the_lists_own_date(tmp_path: Path) -> None:
    held = register(tmp_path).import_file(written(tmp_path, List()))
    assert held.age(NOW) == timedelta(days=22)
    assert not held.is_stale(NOW)
    assert held.is_stale(NOW + timedelta(days=9))


def test_an_older_list_needs_a_word(tmp_path: Path) -> None:
    own = register(tmp_path)
    own.import_file(written(tmp_path, List(version=2)))
    older = written(tmp_path, List(version=1, dated="2025-01-01T00:00:00Z"))
    with pytest.raises(AccreditedListOlderError):
        own.import_file(older)
    held = own.held()
    assert held is not None
    assert held.version == 2
    assert own.import_file(older, allow_older=True).version == 1


def test_a_broken_file_leaves_the_kept_list_alone(tmp_path: Path) -> None:
    own = register(tmp_path)
    kept = own.import_file(written(tmp_path, List()))
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<html>")
    with pytest.raises(AccreditedListUnreadableError):
        own.import_file(broken)
    with pytest.raises(FileUnreadableError):
        own.import_file(tmp_path / "absent.xml")
    assert own.held() == kept
    assert own.list() is not None


def test_a_fetched_list_remembers_its_address(tmp_path: Path) -> None:
    site = Site(List(version=7).xml())
    held = register(tmp_path, site).fetch()
    assert site.asked == [ADDRESS]
    assert (held.version, held.source) == (7, ADDRESS)


def test_without_an_address_nothing_is_asked(tmp_path: Path) -> None:
    site = Site(b"")
    with pytest.raises(AccreditedListUnreachableError) as caught:
        register(tmp_path, site, address="").fetch()
    assert caught.value.detail == "address"
    assert site.asked == []


def test_a_list_that_was_changed_on_the_disk_is_not_used(tmp_path: Path) -> None:
    own = register(tmp_path)
    own.import_file(written(tmp_path, List()))
    kept = tmp_path / "accreditation" / "list.xml"
    kept.write_bytes(List(version=9).xml())
    assert register(tmp_path).list() is None
    kept.unlink()
    assert register(tmp_path).held() is None


def test_the_published_address_is_https() -> None:
    assert published_address().startswith("https://")
