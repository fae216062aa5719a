"""Стрибог against RFC 6986 section 10 and against OpenSSL's engine, in each library."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable

import pytest

from desktop_app.signing.digests import digest_of, digest_stream, new_digest
from desktop_app.signing.gost import LIBRARIES, GostDigest

# The RFC writes numbers, most significant octet first; what is digested and what comes out
# has the least significant octet first.
M1 = bytes.fromhex(
    "323130393837363534333231303938373635343332313039383736353433323130393837363534333231303938"
    "373635343332313039383736353433323130"
)[::-1]
M2 = bytes.fromhex(
    "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2f120fff0eeec20f120faf2fee5"
    "e2202ce8f6f3ede220e8e6eee1e8f0f2d1202ce8f0f2e5e220e5d1"
)[::-1]
M1_512 = (
    "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00"
    "fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b"
)
M1_256 = "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d"
M2_512 = (
    "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03"
    "7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e"
)
M2_256 = "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d"
VECTORS = [(M1, 512, M1_512), (M1, 256, M1_256), (M2, 512, M2_512), (M2, 256, M2_256)]
NewDigest = Callable[[int], GostDigest]


@pytest.fixture(params=LIBRARIES, ids=["GnuTLS", "libgcrypt"])
def new(request: pytest.FixtureRequest) -> NewDigest:
    made: NewDigest = request.param.new_digest
    return made


@pytest.mark.parametrize(("message", "bits", "expected"), VECTORS)
def test_the_examples_of_the_rfc(new: NewDigest, message: bytes, bits: int, expected: str) -> None:
    running = new(bits)
    running.update(message)
    assert running.digest() == bytes.fromhex(expected)[::-1]


@pytest.mark.parametrize("bits", [256, 512])
@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 127, 128, 1000])
def test_openssl_makes_the_same(new: NewDigest, bits: int, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    command = ["openssl", "dgst", "-engine", "gost", f"-md_gost12_{bits}", "-binary"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    running = new(bits)
    running.update(content)
    assert running.digest() == done.stdout


@pytest.mark.parametrize(
    "kind",
    [
        bytes,
        bytearray,
        memoryview,
        lambda data: memoryview(bytearray(data)),
        lambda data: memoryview(bytearray(data)).cast("H"),
        lambda data: memoryview(bytearray(each for byte in data for each in (byte, 0)))[::2],
    ],
    ids=["bytes", "bytearray", "view", "writable view", "view of words", "view with gaps"],
)
def test_every_kind_of_buffer_is_read_whole(new: NewDigest, kind: Callable[..., bytes]) -> None:
    content = bytes(range(256)) * 3
    whole, pieces = new(256), new(256)
    whole.update(content)
    pieces.update(kind(content[:100]))
    pieces.update(kind(b""))
    pieces.update(kind(content[100:]))
    assert pieces.digest() == whole.digest()


def test_a_digest_may_be_read_on_the_way(new: NewDigest) -> None:
    running = new(256)
    running.update(M1[:20])
    first = running.digest()
    assert first == running.digest()
    running.update(M1[20:])
    assert running.digest() != first
    assert running.digest() == digest_of(M1, "streebog256")


def test_a_stream_longer_than_a_piece_gives_the_digest_of_the_whole() -> None:
    content = M2 * 40_000
    running = new_digest("streebog512")
    running.update(content)
    assert digest_stream(io.BytesIO(content), "streebog512") == running.digest()
