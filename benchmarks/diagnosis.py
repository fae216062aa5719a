"""A whole diagnosis against the drivers' own time, on a healthy training workplace.

Each round builds the program's services anew, as a start of ``nmo`` does, and then either

- ``tokens``: looks at every driver and token and nothing else: the floor, the drivers' own time;
- ``login``, ``full``: runs the diagnosis of that profile, which looks at the same tokens.

The last line gives the ratio of each to the floor, and the seconds that a full diagnosis takes
beside the drivers' own time; the target is under two.

    python benchmarks/diagnosis.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.composition import build_services
from desktop_app.core.diagnostics import Profile
from desktop_app.sandbox.control import SandboxControl
from desktop_app.services.program import Services

TARGET_SECONDS = 2.0


def look(services: Services) -> int:
    """Look at drivers and tokens only."""
    return len(services.tokens.overview().tokens)


def diagnose(profile: Profile) -> Callable[[Services], int]:
    """Return a call that runs a diagnosis."""
    return lambda services: len(services.diagnostics.run(profile).results)


def timed(home: Path, call: Callable[[Services], int]) -> float:
    """Return the seconds of one call over fresh services."""
    services = build_services(home)
    try:
        began = time.perf_counter()
        if not call(services):
            raise SystemExit("nothing was looked at")
        return time.perf_counter() - began
    finally:
        services.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    ways = {
        "tokens": look,
        "login": diagnose(Profile.LOGIN),
        "full": diagnose(Profile.FULL),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        control = SandboxControl(Path(folder))
        control.start()
        try:
            timed(Path(folder), look)  # Warms the disk cache.
            for _ in range(rounds):
                for name, call in ways.items():
                    taken[name].append(timed(Path(folder), call))
        finally:
            control.stop()
    medians = {name: statistics.median(values) for name, values in taken.items()}
    for name, seconds in medians.items():
        print(f"{name:8} {seconds:.2f} s")
    floor, beside = medians["tokens"], medians["full"] - medians["tokens"]
    print(
        f"login {medians['login'] / floor:.2f} and full {medians['full'] / floor:.2f} times the "
        f"drivers' own time; full {beside:.2f} s beside it, target under {TARGET_SECONDS}"
    )
    raise SystemExit(0 if beside < TARGET_SECONDS else 1)


if __name__ == "__main__":
    main()
