"""Makes the tokens of the training people: keys, certificates with their flaws, labels."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_keys import PlainKey, PrivateKey
from desktop_app.sandbox.authority_names import FOREIGN, ISSUING
from desktop_app.sandbox.people import (
    ADMINISTRATOR_PIN,
    TRAINING_ACCOUNTS,
    TRAINING_PIN,
    Flaw,
    Key,
    PlannedCertificate,
    TrainingAccount,
    token_label,
)
from desktop_app.sandbox.private_files import private_folder
from desktop_app.sandbox.softhsm import TokenObject, make_token

_KEYS: Final[dict[Key, Callable[[], PrivateKey]]] = {
    Key.RSA_2048: lambda: rsa.generate_private_key(65537, 2048),
    Key.EC_P256: lambda: ec.generate_private_key(ec.SECP256R1()),
    Key.EC_P384: lambda: ec.generate_private_key(ec.SECP384R1()),
}
WORKERS: Final = 4


def make_training_tokens(authority: Authority, store: Path, at: datetime) -> None:
    """Make one token for each training person in the token store ``store``.

    Raises ``TrainingFailedError``.
    """
    planned = [
        (number, _objects(authority, account, at))
        for number, account in enumerate(TRAINING_ACCOUNTS, start=1)
    ]
    private_folder(store)
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda plan: _make(store, *plan), planned))


def make_expired_twin(authority: Authority, store: Path, at: datetime) -> Path:
    """Make the first person's token again with nothing but an expired certificate."""
    account, expired = TRAINING_ACCOUNTS[0], PlannedCertificate(Key.RSA_2048, Flaw.EXPIRED)
    private_folder(store)
    return _make(store, 1, (_object(authority, account, expired, 1, at),))


def _make(store: Path, number: int, objects: tuple[TokenObject, ...]) -> Path:
    return make_token(store, token_label(number), TRAINING_PIN, ADMINISTRATOR_PIN, objects)


def _objects(
    authority: Authority, account: TrainingAccount, at: datetime
) -> tuple[TokenObject, ...]:
    return tuple(
        _object(authority, account, planned, key_id, at)
        for key_id, planned in enumerate(account.certificates, start=1)
    )


def _object(
    authority: Authority,
    account: TrainingAccount,
    planned: PlannedCertificate,
    key_id: int,
    at: datetime,
) -> TokenObject:
    key = _KEYS[planned.key]()
    # Certificates of one person differ in age, so that a list shows which one is newer.
    start = at - timedelta(days=(430 if planned.flaw is Flaw.EXPIRED else 20) + key_id * 10)
    certificate = authority.issue(
        account.person,
        PlainKey(key).public_key_info,
        start,
        start + timedelta(days=365),
        issuer=FOREIGN if planned.flaw is Flaw.FOREIGN_ROOT else ISSUING,
    )
    if planned.flaw is Flaw.REVOKED:
        authority.revoke(certificate.serial_number, at - timedelta(days=3))
    return TokenObject(
        key_id,
        account.person.full_name,
        certificate.public_bytes(Encoding.DER),
        None if planned.flaw is Flaw.NO_KEY else key,
    )
