from __future__ import annotations

import base64
from pathlib import Path

import pytest

from desktop_app.core.errors.inputs import FileTooLargeError, FileUnreadableError
from desktop_app.services.trust_folder import read_certificates, read_crls, read_limited


def pem(kind: str, *bodies: bytes) -> str:
    return "\n".join(
        f"-----BEGIN {kind}-----\n{base64.b64encode(body).decode()}\n-----END {kind}-----"
        for body in bodies
    )


def test_pem_and_der_files_of_a_folder_are_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.pem").write_text("text before\n" + pem("CERTIFICATE", b"two", b"three"))
    (tmp_path / "a.cer").write_bytes(b"0one")
    (tmp_path / "c.crl").write_bytes(b"0list")
    (tmp_path / "d.pem").write_text(pem("X509 CRL", b"list two"))
    assert read_certificates(tmp_path) == (b"0one", b"two", b"three")
    assert read_crls(tmp_path) == (b"0list", b"list two")


def test_private_keys_and_foreign_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(pem("PRIVATE KEY", b"secret"))
    (tmp_path / "notes.md").write_text("x")
    (tmp_path / ".hidden.pem").write_text(pem("CERTIFICATE", b"hidden"))
    (tmp_path / "folder.pem").mkdir()
    assert read_certificates(tmp_path) == ()


def test_one_file_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "root.any").write_bytes(b"0der")
    assert read_certificates(tmp_path / "root.any") == (b"0der",)


def test_nothing_named_is_nothing_read() -> None:
    assert read_certificates(None) == ()


def test_a_missing_place_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError) as caught:
        read_certificates(tmp_path / "missing")
    assert caught.value.detail == "ENOENT"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"12345")
    assert read_limited(tmp_path / "f", 5) == b"12345"
    with pytest.raises(FileTooLargeError):
        read_limited(tmp_path / "f", 4)
