"""Times of things that take turns, and what a process of its own needs."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_ROUNDS = 5
_KILOBYTE = 1024
# Linux counts what a process held before it became another program: only a small one may start it.
_WATCHED = """
import resource, subprocess, sys, time
begun = time.perf_counter()
nothing = subprocess.DEVNULL
subprocess.run([sys.executable, *sys.argv[1:]], stdout=nothing, stderr=nothing)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildCost:
    """What a process of its own needed.

    Attributes:
        seconds: Wall time from its start to its end.
        peak: Most memory that it held, in bytes.
    """

    seconds: float
    peak: int


def taking_turns(works: Mapping[str, Callable[[], object]], rounds: int = _ROUNDS) -> dict[str, float]:
    """Median processor seconds of each work; in every round each has one turn.

    Args:
        works: What to run, by name; each runs once before it counts.
        rounds: How often.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            begun = time.process_time()
            work()
            times[name].append(time.process_time() - begun)
    return {name: statistics.median(each) for name, each in times.items()}


def child_cost(arguments: Sequence[str], rounds: int = 3) -> ChildCost:
    """Median wall time and highest peak of ``python ARGUMENTS`` with this interpreter."""
    costs = [_run(arguments) for _ in range(rounds)]
    return ChildCost(
        seconds=statistics.median(cost.seconds for cost in costs), peak=max(cost.peak for cost in costs)
    )


def _run(arguments: Sequence[str]) -> ChildCost:
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", _WATCHED, *arguments], capture_output=True, text=True, check=True
    )
    seconds, kilobytes = done.stdout.split()
    return ChildCost(seconds=float(seconds), peak=int(kilobytes) * _KILOBYTE)
