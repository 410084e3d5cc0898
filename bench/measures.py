"""How the benchmarks measure: time, statements, and the slowest of most."""

import time
from collections.abc import Callable, Sequence
from statistics import median

from bench import step

_TIMES = 9


def counted(page: Callable[[], object]) -> tuple[int, float]:
    """Return the statements of a page and the median of its seconds, once what a process keeps is kept."""
    page()
    counts = {"statements": 0, "commits": 0}
    with step.counting(counts):
        page()
    return counts["statements"], median(timed(page) for _ in range(_TIMES))


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def p95(found: Sequence[float]) -> float:
    """Return the value that 95 of a hundred do not pass."""
    return sorted(found)[max(0, -(-len(found) * 95 // 100) - 1)]
