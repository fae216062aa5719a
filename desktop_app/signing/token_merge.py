"""One token seen through several drivers becomes one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.signing.driver_tokens import Snapshot


def merge_snapshots(snapshots: Sequence[Snapshot]) -> TokenOverview:
    """Return all drivers and tokens; drivers that come first win where two show one token."""
    tokens: list[Token] = []
    for snapshot in snapshots:
        for seen in snapshot.tokens:
            for index, earlier in enumerate(tokens):
                if is_same_token(earlier, seen.token):
                    tokens[index] = _merged(earlier, seen.token)
                    break
            else:
                tokens.append(seen.token)
    return TokenOverview(tuple(snapshot.report for snapshot in snapshots), tuple(tokens))


def is_same_token(one: Token, other: Token) -> bool:
    """True when two drivers show one token: serial and certificates agree.

    Drivers write serials in different letters and with different padding. Where one driver
    sees fewer certificates than the other the reader must agree too. Two tokens of one driver
    are two: cards with several PINs show as several tokens.
    """
    if set(one.drivers) & set(other.drivers):
        return False
    serial = _plain(one.serial)
    if not serial or serial != _plain(other.serial):
        return False
    mine, its = _identifiers(one), _identifiers(other)
    if mine == its and mine:
        return True
    return one.reader == other.reader and (mine <= its or its <= mine)


def _merged(first: Token, second: Token) -> Token:
    by_id = {each.certificate.id: each for each in second.certificates}
    certificates = [
        _better(each, by_id.pop(each.certificate.id, each)) for each in first.certificates
    ]
    return replace(
        first,
        drivers=(*first.drivers, *second.drivers),
        certificates=(*certificates, *by_id.values()),
    )


def _better(first: TokenCertificate, second: TokenCertificate) -> TokenCertificate:
    return second if second.has_private_key and not first.has_private_key else first


def _identifiers(token: Token) -> set[str]:
    return {each.certificate.id for each in token.certificates}


def _plain(serial: str) -> str:
    return serial.casefold().lstrip("0")
