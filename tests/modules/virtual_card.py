"""Puts the PIV card into the virtual reader of vpcd, and takes orders over a socket.

python -m tests.modules.virtual_card FOLDER CONTROL [--port 28027]   run; the card is out at first
python -m tests.modules.virtual_card --tell CONTROL ORDER...         give an order

Orders: insert, eject, delay SECONDS, eject-on-sign, status-on-sign 6F00 (0 ends it),
last-try-63c0, mute on|off (no answer to a reset), reset-pin, status.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import struct
import threading
from pathlib import Path

from tests.modules.piv_card import Faults, PinRecord, PivCard, TakenOut

_ANSWER_TO_RESET = bytes.fromhex("3B951381018073FF01000B")
_NO_ANSWER_TO_RESET = bytes(64)  # Longer than any: the driver fails, so the card counts as mute.
_RESETS = {0, 1, 2}
_ASK_ATR = 4


class VirtualReader:
    """The card's end of the vpcd protocol: 16-bit length and payload; one byte is power control."""

    def __init__(self, card: PivCard, port: int) -> None:
        self._card = card
        self._port = port
        self._inserted = threading.Event()
        self._socket: socket.socket | None = None
        self.mute = False

    def insert(self) -> None:
        """Put the card in."""
        self._inserted.set()

    def eject(self) -> None:
        """Take the card out; the reader sees the connection end."""
        self._inserted.clear()
        connection = self._socket
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        """Serve the reader for ever."""
        while self._inserted.wait():
            with contextlib.suppress(OSError, EOFError), self._connect() as connection:
                self._socket = connection
                self._serve(connection)
            self._socket = None

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _serve(self, connection: socket.socket) -> None:
        self._card.power_on()
        while self._inserted.is_set():
            (length,) = struct.unpack("!H", _receive(connection, 2))
            message = _receive(connection, length)
            if length > 1:
                try:
                    _send(connection, self._card.answer(message))
                except TakenOut:
                    self._inserted.clear()
            elif message[0] == _ASK_ATR:
                _send(connection, _NO_ANSWER_TO_RESET if self.mute else _ANSWER_TO_RESET)
            elif message[0] in _RESETS:
                self._card.power_on()


def _receive(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        # vpcd writes length and payload in two segments without TCP_NODELAY: unless each is
        # acknowledged at once, a command costs 40 ms.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = connection.recv(count - len(received))
        if not part:
            raise EOFError
        received += part
    return received


def _send(connection: socket.socket, payload: bytes) -> None:
    connection.sendall(struct.pack("!H", len(payload)) + payload)


def _obey(order: list[str], reader: VirtualReader, card: PivCard) -> str:
    match order:
        case ["insert"]:
            reader.insert()
        case ["eject"]:
            reader.eject()
        case ["delay", seconds]:
            card.faults.delay_seconds = float(seconds)
        case ["eject-on-sign"]:
            card.faults.eject_on_sign = True
        case ["status-on-sign", word]:
            card.faults.status_on_sign = int(word, 16)
        case ["last-try-63c0"]:
            card.faults.last_try_63c0 = True
        case ["mute", choice]:
            reader.mute = choice == "on"
        case ["reset-pin"]:
            card.pin, card.faults = PinRecord(), Faults()
        case ["status"]:
            return card.status()
        case _:
            return "unknown order"
    return "done"


def _take_orders(path: Path, reader: VirtualReader, card: PivCard) -> None:
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(4)
        while True:
            connection, _ = server.accept()
            with connection:
                order = connection.recv(200).decode().split()
                connection.sendall(_obey(order, reader, card).encode())


def tell(control: str, *order: str) -> str:
    """Give a running card an order and return its answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(control)
        connection.sendall(" ".join(order).encode())
        return connection.recv(1000).decode()


def main() -> None:
    """Run a card, or talk to one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tell")
    parser.add_argument("--port", type=int, default=28027)
    parser.add_argument("words", nargs="+")
    options = parser.parse_args()
    if options.tell:
        tell(options.tell, *options.words)
        return
    folder, control = map(Path, options.words)
    card = PivCard(folder)
    reader = VirtualReader(card, options.port)
    orders = threading.Thread(target=_take_orders, args=(control, reader, card), daemon=True)
    orders.start()
    reader.run()


if __name__ == "__main__":
    main()
