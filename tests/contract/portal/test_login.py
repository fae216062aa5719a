"""The login's ordered checks, each refusal through real HTTPS."""

from __future__ import annotations


def test_a_good_login_opens_a_session(portal):
    client, _ = portal.signed_in(1)
    account = portal.get(client, "account").json()
    assert account["full_name"] == "Иванова Мария Петровна"
