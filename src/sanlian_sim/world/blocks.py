"""Running a compiled phase over blocks of communities or sub-districts on threads.

Blocks never split a community (or, for phases in which institutions serve several communities, a
sub-district), and no result depends on how they are cut.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCKS_PER_THREAD = 4


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="sanlian")


def cut(weights: NDArray[np.integer[Any]], blocks: int) -> list[tuple[int, int]]:
    """Cut consecutive units into at most ``blocks`` ranges of about equal weight."""
    if blocks <= 1 or len(weights) <= 1:
        return [(0, len(weights))]
    total = np.cumsum(weights, dtype=np.float64)
    goals = total[-1] * np.arange(1, blocks) / blocks
    edges = [0, *(np.searchsorted(total, goals) + 1).tolist(), len(weights)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def blocks_for(weights: NDArray[np.integer[Any]], threads: int) -> list[tuple[int, int]]:
    """Blocks of units for a number of threads: one for one thread, else several each."""
    return cut(weights, 1 if threads <= 1 else threads * _BLOCKS_PER_THREAD)


def run_blocks(
    kernel: Callable[..., Any], threads: int, blocks: list[tuple[int, int]], *arguments: Any
) -> None:
    """Call ``kernel(*arguments, start, end)`` for every block and wait for all."""
    if threads <= 1:
        for start, end in blocks:
            kernel(*arguments, start, end)
        return
    remaining = iter(blocks)

    def work() -> None:
        for start, end in remaining:
            kernel(*arguments, start, end)

    helpers = [_pool(threads - 1).submit(work) for _ in range(min(threads, len(blocks)) - 1)]
    try:
        work()
    finally:
        wait(helpers)
    for helper in helpers:
        helper.result()
