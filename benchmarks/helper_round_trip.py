"""One request to a token helper against the bare floor and against multiprocessing's pipe.

All run in one call, in turns, so that what else the machine does meets each alike:

- ``cat``: a line of the same length through ``cat`` and back, no threads, no parsing: the floor;
- ``multiprocessing``: the same answer, pickled, through a spawned process: what Python offers;
- ``helper``: the program's own way whole: JSON, time limit, checks, helper process, SoftHSM;
- ``driver``: the part of it that the driver itself takes, measured in a process of its own.

    python benchmarks/helper_round_trip.py [--rounds 2000]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from desktop_app.core.tokens import Driver
from desktop_app.signing.drivers import installed_drivers
from desktop_app.signing.helper.operations import TokenOperations
from desktop_app.signing.limits import Limits
from desktop_app.signing.protocol import VERSION, Answer, Nothing, Operation, Slots, encode
from desktop_app.signing.supervisor import Supervisor

WARM_UP = 20


@contextmanager
def software_token() -> Iterator[Driver]:
    """Yield SoftHSM with one empty token of its own."""
    driver = next(
        driver for driver in installed_drivers(everything=True) if "softhsm" in driver.path
    )
    with tempfile.TemporaryDirectory() as folder:
        tokens = Path(folder, "tokens")
        tokens.mkdir()
        settings = Path(folder, "softhsm2.conf")
        settings.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
        environment = {"SOFTHSM2_CONF": str(settings)}
        command = "softhsm2-util --init-token --free --label one --pin 12345678 --so-pin 12345678"
        subprocess.run(
            command.split(),
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield Driver(driver.path, driver.name, environment)


@contextmanager
def helper(driver: Driver) -> Iterator[tuple[Callable[[], object], int]]:
    """Yield the program's request for the tokens, and the length of its answer in bytes."""
    supervisor = Supervisor(driver, Limits())

    def ask() -> Slots:
        return supervisor.request(Operation.POLL, Nothing(), Slots)

    try:
        result = msgspec.Raw(encode(ask()))
        yield ask, len(encode(Answer(VERSION, 1, Operation.POLL, result)))
    finally:
        supervisor.close()


@contextmanager
def cat(length: int) -> Iterator[Callable[[], object]]:
    """Yield a call that sends a line of ``length`` through cat and waits for it."""
    line = b"x" * length + b"\n"
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        target, source = run.stdin.fileno(), run.stdout.fileno()

        def echo() -> None:
            os.write(target, line)
            missing = len(line)
            while missing:
                missing -= len(os.read(source, missing))

        yield echo
        run.stdin.close()


@contextmanager
def pipe(answer: object) -> Iterator[Callable[[], object]]:
    """Yield a call that gets ``answer`` from a process spawned by multiprocessing."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer_always, args=(theirs, answer), daemon=True)
    process.start()

    def ask() -> object:
        ours.send(Nothing())
        return ours.recv()

    yield ask
    ours.send(None)
    process.join()


def _answer_always(connection: Connection, answer: object) -> None:
    while connection.recv() is not None:
        connection.send(answer)


def driver_alone(driver: Driver, rounds: int) -> list[float]:
    """Return the seconds of each poll inside a process that only loads the driver."""
    command = [sys.executable, __file__, "--driver-alone", driver.path, "--rounds", str(rounds)]
    environment = {**os.environ, **driver.environment}
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [float(line) for line in output.stdout.split()]


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def compare(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each round by name; the calls take turns."""
    with (
        software_token() as driver,
        helper(driver) as (ask, length),
        cat(length) as echo,
        pipe(ask()) as receive,
    ):
        calls = {"cat": echo, "multiprocessing": receive, "helper": ask}
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(WARM_UP + rounds):
            for name, call in calls.items():
                times[name].append(seconds(call))
        times["driver"] = driver_alone(driver, WARM_UP + rounds)
    return {name: values[WARM_UP:] for name, values in times.items()}


def report(times: dict[str, list[float]]) -> None:
    """Print the medians, the 95th percentiles and the ratios."""
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        tail = statistics.quantiles(values, n=20)[-1]
        print(f"{name:16} median {medians[name] * 1e6:8.1f} µs   p95 {tail * 1e6:8.1f} µs")
    ours = medians["helper"] - medians["driver"]
    print(f"helper / cat                               {medians['helper'] / medians['cat']:6.2f}")
    print(f"(helper - driver) / cat                    {ours / medians['cat']:6.2f}")
    print(f"(helper - driver) / multiprocessing        {ours / medians['multiprocessing']:6.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--driver-alone", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.driver_alone:
        operations = TokenOperations(options.driver_alone)
        for _ in range(options.rounds):
            print(seconds(lambda: operations.poll(Nothing())))
    else:
        report(compare(options.rounds))


if __name__ == "__main__":
    main()
