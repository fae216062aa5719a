"""Are the fields of Russian qualified certificates read and named, and oddities survived?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.signing.qualified import describe_certificate

TOOL = x509.ObjectIdentifier("1.2.643.100.111")
ISSUER_TOOLS = x509.ObjectIdentifier("1.2.643.100.112")
IDENTIFICATION = x509.ObjectIdentifier("1.2.643.100.114")
TOOLS = ("Средство", "Программа УЦ", "Заключение 1", "Заключение 2")
KEY = ec.generate_private_key(ec.SECP256R1())


class _Texts(core.SequenceOf):  # type: ignore[misc]  # asn1crypto is untyped
    _child_spec = core.UTF8String


def _certificate(
    extensions: list[x509.ExtensionType], subject: list[tuple[str, str]] | None = None
) -> bytes:
    pairs = subject or [("2.5.4.3", "Иванова Мария Петровна")]
    name = x509.Name([x509.NameAttribute(x509.ObjectIdentifier(o), v) for o, v in pairs])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "УЦ")]))
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    made = builder.sign(KEY, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def _own(oid: x509.ObjectIdentifier, value: core.Asn1Value) -> x509.ExtensionType:
    return x509.UnrecognizedExtension(oid, value.dump())


def test_the_fields_of_a_qualified_certificate_are_named() -> None:
    policies = x509.CertificatePolicies(
        [
            x509.PolicyInformation(x509.ObjectIdentifier(f"1.2.643.100.113.{number}"), None)
            for number in (1, 2)
        ]
    )
    described = describe_certificate(
        _certificate(
            [
                _own(TOOL, core.UTF8String("КриптоПро CSP")),
                _own(ISSUER_TOOLS, _Texts(list(TOOLS))),
                _own(IDENTIFICATION, core.Integer(1)),
                policies,
            ],
            [
                ("2.5.4.4", "Иванова"),
                ("2.5.4.42", "Мария Петровна"),
                ("1.2.643.100.3", "11223344595"),
                ("1.2.643.3.131.1.1", "770023344548"),
                ("1.2.643.100.4", "7710474375"),
                ("1.2.3.4", "нечто"),
            ],
        )
    )
    assert [(each.name, each.value) for each in described.subject] == [
        ("surname", "Иванова"),
        ("given_name", "Мария Петровна"),
        ("snils", "11223344595"),
        ("inn", "770023344548"),
        ("inn_legal", "7710474375"),
        ("1.2.3.4", "нечто"),
    ]
    assert described.subject_tool == "КриптоПро CSP"
    assert described.issuer_tools == TOOLS
    assert described.tool_classes == ("КС1", "КС2")
    assert described.identification_kind == 1
    assert described.is_authority is False


def test_addresses_of_revocation_lists_are_listed() -> None:
    points = x509.CRLDistributionPoints(
        [
            x509.DistributionPoint(
                [x509.UniformResourceIdentifier("http://example.test/a.crl")], None, None, None
            )
        ]
    )
    assert describe_certificate(_certificate([points])).crl_urls == ("http://example.test/a.crl",)


def test_a_plain_certificate_has_none_of_them() -> None:
    described = describe_certificate(_certificate([]))
    assert described.subject_tool == ""
    assert described.issuer_tools == ()
    assert described.identification_kind is None
    assert described.tool_classes == ()


@pytest.mark.parametrize("oid", [TOOL, ISSUER_TOOLS, IDENTIFICATION])
@given(garbage=st.binary(max_size=12))
def test_an_extension_of_garbage_leaves_its_field_empty_or_odd_but_never_fails(
    oid: x509.ObjectIdentifier, garbage: bytes
) -> None:
    described = describe_certificate(_certificate([x509.UnrecognizedExtension(oid, garbage)]))
    assert described.subject[0].value == "Иванова Мария Петровна"


@given(st.binary(max_size=64))
def test_what_is_no_certificate_is_called_so(data: bytes) -> None:
    with pytest.raises(NotCertificateError):
        describe_certificate(data)
