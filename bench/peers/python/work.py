"""The scenarios on CPython's asyncio, or on uvloop: work.py asyncio|uvloop SCENARIO. Prints one "metric value" a line."""

import asyncio
import resource
import sys
import time
import tracemalloc

YIELDERS = 1_000
YIELDS = 1_000_000
CALLS = 1_000_000
SPAWNS = 100_000
SLEEPERS = 1_000_000
LIVE_SLEEPERS = 100_000
CANCELS = 100_000
DEPTH = 100_000


def run(main):
    if sys.argv[1] == "uvloop":
        import uvloop

        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()


def timed(main):
    began = time.perf_counter()
    run(main)
    return time.perf_counter() - began


def repeat(operations, once):
    """The median over as many runs as fit, after one that warms up."""
    once()
    seconds = []
    began = time.perf_counter()
    while len(seconds) < 3 or time.perf_counter() - began < 0.5:
        seconds.append(once())
    print("ns", sorted(seconds)[len(seconds) // 2] * 1e9 / operations)


async def yielder():
    for _ in range(YIELDS // YIELDERS):
        await asyncio.sleep(0)


async def yields():
    for task in [asyncio.create_task(yielder()) for _ in range(YIELDERS)]:
        await task


async def leaf(x):
    return x + 1


async def suspending_leaf(x):
    await asyncio.sleep(0)
    return x + 1


async def calls(leaf):
    total = 0
    for i in range(CALLS):
        total += await leaf(i)
    return total


async def spawns(leaf):
    total = 0
    for task in [asyncio.create_task(leaf(i)) for i in range(SPAWNS)]:
        total += await task
    return total


async def sleeper(seconds):
    await asyncio.sleep(seconds)


async def sleepers():
    for task in [asyncio.create_task(sleeper(1)) for _ in range(SLEEPERS)]:
        await task


async def live_bytes():
    tracemalloc.start()
    tasks = [asyncio.create_task(sleeper(3600)) for _ in range(LIVE_SLEEPERS)]
    await asyncio.sleep(0.1)
    print("live-bytes", tracemalloc.get_traced_memory()[0] / len(tasks))
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def cancels():
    tasks = [asyncio.create_task(sleeper(3600)) for _ in range(CANCELS)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    began = time.perf_counter()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    return time.perf_counter() - began


async def recursion(depth):
    if depth == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await recursion(depth - 1)


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


scenario = sys.argv[2]
if scenario == "yield":
    repeat(YIELDS, lambda: timed(yields()))
elif scenario == "call":
    repeat(CALLS, lambda: timed(calls(leaf)))
elif scenario == "suspending-call":
    repeat(CALLS, lambda: timed(calls(suspending_leaf)))
elif scenario == "spawn":
    repeat(SPAWNS, lambda: timed(spawns(leaf)))
elif scenario == "spawn-yield":
    repeat(SPAWNS, lambda: timed(spawns(suspending_leaf)))
elif scenario == "cancel":
    repeat(CANCELS, lambda: run(cancels()))
elif scenario == "recursion":
    sys.setrecursionlimit(2 * DEPTH)
    repeat(DEPTH, lambda: timed(recursion(DEPTH)))
elif scenario == "sleepers":
    memory = peak_bytes()
    processor = time.process_time()
    print("s", timed(sleepers()))
    print("cpu-s", time.process_time() - processor)
    print("rss-bytes", (peak_bytes() - memory) / SLEEPERS)
elif scenario == "sleepers-live":
    run(live_bytes())
