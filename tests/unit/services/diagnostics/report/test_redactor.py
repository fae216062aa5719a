"""What the redactor takes out of single texts and values, and what it must leave."""

from __future__ import annotations

import pytest

from desktop_app.services.diagnostics.bundle import Redaction
from desktop_app.services.diagnostics.redaction import Known, Redactor

REDACTOR = Redactor(
    (
        Known("name", "Смирнова Анна Сергеевна"),
        Known("user", "asmirnova"),
        Known("host", "REG-PC-04"),
        Known("path", "/srv/people/asmirnova"),
        Known("token", "0912345678ab"),
        Known("user", "root"),
        Known("path", "/root"),
        Known("path", "C:\\Users\\Анна"),
        Known("host", ""),
    ),
    public_hosts=("portal.example",),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("СМИРНОВОЙ анне Сергеевне", "С. А. С."),
        ("смирновой", "С."),
        ("СмирноваАнна.pdf", "С.А..pdf"),
        ("Smirnova_dogovor.pdf", "S._dogovor.pdf"),
        ("СНИЛС 112-233-445 95", "СНИЛС [snils]"),
        ("паспорт 45 06 № 123456 выдан", "паспорт [passport] выдан"),
        ("звоните +7 (916) 123-45-67", "звоните [phone]"),
        ("пишите a.b@clinic.example", "пишите [email]"),
        ("пишите a.b (at) clinic.example", "пишите [email]"),
        ("тел. 123-45-67", "тел. [phone]"),
        (
            "https://portal.example/x?code=abc&state=1",
            "https://portal.example/x?code=[secret]&state=[secret]",
        ),
        ("PIN: 12345678", "PIN: [pin]"),
        ("C:\\Users\\Анна Иванова\\Desktop", "~\\Desktop"),
        ("/srv/people/asmirnova/x", "~/x"),
        ("/root/.nmo", "~/.nmo"),
        ("home=/root", "home=~"),
        ("c:/users/анна/x", "~/x"),
        ("C:\\\\Users\\\\Анна\\\\x", "~\\\\x"),
        ("\\\\FS01\\share", "\\\\[host]\\share"),
        ("reg-pc-04 asmirnova", "[host] [user]"),
        ("dc01.clinic.local", "[host]"),
        ("10.20.30.40, fe80::1", "[ip], [ip]"),
        ("токен 0912345678AB", "токен …78AB"),
        ("serial number: 77665544", "serial number: …5544"),
        ("https://user:secret@proxy.example:3128/", "https://proxy.example:3128/"),
        ("Cookie: a=b; c=d", "Cookie: [secret]"),
        ("подписал Петров Иван Ильич", "подписал П. И. И."),
        ("Петрова И. И. и Иванов И.И.", "П. И. И. и И. И. И."),
    ],
)
def test_personal_data_goes(text: str, left: str) -> None:
    assert REDACTOR.text(text).casefold() == left.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 12:24:10,123 INFO started",
        "23.11.2026 12:30",
        "2026-11-23T12:24:10+03:00",
        "/usr/lib/x86_64-linux-gnu/pkcs11/librtpkcs11ecp.so.2",
        "C:\\Windows\\System32\\rtPKCS11ECP.dll",
        "/run/pcscd/pcscd.comm",
        "0x8010001D",
        "1.2.643.7.1.1.1.1",
        "10.0.22631.4317",
        "path.root-missing in PIN-02, DRV-01",
        "PIN заблокирован, осталось 0 из 10 попыток",
        "http://crl.roskazna.ru/crl/ucfk_2023.crl",
        "127.0.0.1:8443 localhost",
        "the root of /mnt/root-fs and path.root-missing",
        "Минкомсвязь России, Russian Trusted Root CA",
        "Aktiv Rutoken ECP 00 00",
        "Рутокен ЭЦП 3.0, версия 2.5.1",
        "8.8.8.8",
    ],
)
def test_what_the_diagnosis_is_about_stays(text: str) -> None:
    assert REDACTOR.text(text) == text


@pytest.mark.parametrize(
    ("key", "value", "left"),
    [
        ("owner", "Ли Ан", "Л. А."),
        ("subject", "Ivanov Ivan", "I. I."),
        ("subject", "Чужой Учебный УЦ", "Чужой Учебный УЦ"),
        ("subject", "УЦ Смирновой Анны", "УЦ С. А."),
        ("snils", "11223344595", "[snils]"),
        ("account_snils", 11223344595, "[snils]"),
        ("pin", 12345678, "[pin]"),
        ("new_pin", "ab", "[pin]"),
        ("host", "fs01", "[host]"),
        ("host", "portal.example", "portal.example"),
        ("host", "127.0.0.1:8443", "127.0.0.1:8443"),
        ("proxy", "proxy.example:3128", "[host]"),
        ("token_serial", "77665544", "…5544"),
        ("token_serial", "0f2a", "…"),
        ("sha256", "ab" * 32, "ab" * 32),
        ("atr", "3B8B015275746F6B656E20445320C1", "3B8B015275746F6B656E20445320C1"),
        ("detail", "a1" * 32, "a1a1a1a1…"),
        ("free_bytes", 107374182400, 107374182400),
        ("pin_state", "locked", "locked"),
        ("name", "Рутокен ЭЦП", "Рутокен ЭЦП"),
        ("name", "Минкомсвязь России", "Минкомсвязь России"),
        ("name", "Ким Ирина Олеговна", "К. И. О."),
        ("seconds", 5.5, 5.5),
        ("expired", True, True),
        ("until", None, None),
        ("hosts", ["fs01", "portal.example"], ["[host]", "portal.example"]),
        ("owner", "", ""),
    ],
)
def test_the_name_of_a_value_guides(key: str, value: object, left: object) -> None:
    assert REDACTOR.value({key: value}) == {key: left}


def test_values_inside_values_are_found() -> None:
    nested = {"devices": [{"owner": "Ли Ан", "note": "reg-pc-04"}]}
    assert REDACTOR.value(nested) == {"devices": [{"owner": "Л. А.", "note": "[host]"}]}


def test_what_was_taken_out_is_listed() -> None:
    found: list[Redaction] = []
    REDACTOR.value({"owner": "Ли Ан", "text": "СНИЛС 112-233-445 95"}, found)
    assert found == [
        Redaction("name", "Ли Ан", "Л. А."),
        Redaction("snils", "112-233-445 95", "[snils]"),
    ]


def test_kinds_are_named_in_the_language_of_the_report() -> None:
    redactor = Redactor((Known("user", "asmirnova"),), word=lambda kind: f"<{kind}>")
    assert redactor.text("asmirnova") == "[<user>]"


@pytest.mark.parametrize(
    "sign", ["a", "1", "я", "-", ".", "a.", "a ", "1 ", "/", "=", "A1b", ":", "@"]
)
def test_a_long_text_takes_no_more_than_seconds(sign: str) -> None:
    """A quadratic pattern would need minutes and run into the time limit of a test."""
    REDACTOR.text(sign * (200_000 // len(sign)))
