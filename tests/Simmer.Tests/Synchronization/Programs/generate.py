"""Writes ProgramData.cs: small random programs over asyncio's primitives, each with the trace that CPython leaves.

    python3.13 generate.py > ProgramData.cs

A program is a number (a size, a value) and a script for each task, separated by '|'. A script is a list of operations;
one that begins with '!' ends at its first cancellation, others go on with their next operation. Every operation that ends
leaves a line of the trace: the iteration, the task, the operation, its result, and the primitive's state after it.
Operations of all programs: s = sleep(0), cN = cancel task N. The others are in the classes below.
"""
import asyncio
import random
import sys
from asyncio import base_events

PROGRAMS_OF_A_KIND = 20
ITERATIONS = 14


class NoSelector:
    def select(self, timeout):
        return [] if timeout is not None else sys.exit('deadlock')


class Loop(base_events.BaseEventLoop):
    """A loop without I/O."""

    def __init__(self):
        super().__init__()
        self._selector = NoSelector()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class Lock:
    """a = acquire, r = release"""

    sizes = (0, 0)

    def __init__(self, size):
        self.lock = asyncio.Lock()

    def state(self):
        return 'locked' if self.lock.locked() else 'free'

    def free(self):
        if self.lock.locked():
            self.lock.release()

    @staticmethod
    def operations(rng):
        return rng.choice((['a'], ['a', 'r'], ['a', 's', 'r'], ['a', 's', 's', 'r'], ['r']))

    async def do(self, operation, argument):
        if operation == 'a':
            await self.lock.acquire()
        else:
            self.lock.release()


class Semaphore(Lock):
    """a = acquire, r = release"""

    sizes = (0, 2)

    def __init__(self, size):
        self.lock = asyncio.Semaphore(size)

    def state(self):
        return f'{self.lock._value}{" locked" if self.lock.locked() else ""}'

    def free(self):
        pass

    @staticmethod
    def operations(rng):
        return rng.choice((['a'], ['a'], ['a', 'r'], ['a', 's', 'r'], ['r']))


class BoundedSemaphore(Semaphore):
    """a = acquire, r = release"""

    def __init__(self, size):
        self.lock = asyncio.BoundedSemaphore(size)


class Event(Lock):
    """w = wait, + = set, - = clear"""

    def __init__(self, size):
        self.event = asyncio.Event()

    def state(self):
        return 'set' if self.event.is_set() else 'clear'

    def free(self):
        pass

    @staticmethod
    def operations(rng):
        return rng.choice((['w'], ['w'], ['+'], ['-'], ['+', '-']))

    async def do(self, operation, argument):
        match operation:
            case 'w': return await self.event.wait()
            case '+': self.event.set()
            case '-': self.event.clear()


class Condition(Lock):
    """a = acquire, r = release, w = wait, nN = notify(N), * = notify_all, i = count one more, fN = wait_for count >= N"""

    def __init__(self, size):
        self.lock = asyncio.Condition()
        self.count = 0

    @staticmethod
    def operations(rng):
        n = str(rng.randint(1, 3))
        return rng.choice((
            ['a', 'w', 'r'], ['a', 'w', 's', 'r'], ['a', 'f' + n, 'r'], ['a', 'n' + n, 'r'], ['a', 'n' + n, 's', 'r'],
            ['a', 'i', '*', 'r'], ['a', 's', 'r'], ['a'], ['r'], ['w'], ['n1']))

    async def do(self, operation, argument):
        match operation:
            case 'w': return await self.lock.wait()
            case 'n': self.lock.notify(argument)
            case '*': self.lock.notify_all()
            case 'i': self.count += 1
            case 'f': return await self.lock.wait_for(lambda: self.count if self.count >= argument else 0)
            case _: await super().do(operation, argument)


class Barrier(Lock):
    """w = wait, R = reset, B = abort"""

    sizes = (1, 4)

    def __init__(self, size):
        self.barrier = asyncio.Barrier(size)

    def state(self):
        return f'{self.barrier.n_waiting}{" broken" if self.barrier.broken else ""}'

    def free(self):
        pass

    @staticmethod
    def operations(rng):
        return [rng.choice('wwwwwwwwwwwwRRB')]

    async def do(self, operation, argument):
        match operation:
            case 'w': return await self.barrier.wait()
            case 'R': await self.barrier.reset()
            case 'B': await self.barrier.abort()


class Queue(Lock):
    """pN = put, g = get, PN = put_nowait, G = get_nowait, d = task_done, j = join, x = shutdown, X = shutdown(immediate)"""

    sizes = (0, 2)
    make = asyncio.Queue

    def __init__(self, size):
        self.queue = type(self).make(size)

    def state(self):
        full = ' full' if self.queue.full() else ''
        return f'{self.queue.qsize()}/{self.queue._unfinished_tasks}{full}'

    def free(self):
        pass

    @staticmethod
    def operations(rng):
        operation = rng.choice('ppppppggggggPGddjjxX')
        if operation in 'xX' and rng.random() < 0.5:
            operation = 'p'
        return [operation + str(rng.randrange(1000)) if operation in 'pP' else operation]

    async def do(self, operation, argument):
        queue = self.queue
        match operation:
            case 'p': await queue.put(argument)
            case 'g': return await queue.get()
            case 'P': queue.put_nowait(argument)
            case 'G': return queue.get_nowait()
            case 'd': queue.task_done()
            case 'j': await queue.join()
            case 'x': queue.shutdown()
            case 'X': queue.shutdown(immediate=True)


class PriorityQueue(Queue):
    make = asyncio.PriorityQueue


class LifoQueue(Queue):
    make = asyncio.LifoQueue


def generate(kind, rng):
    tasks = rng.randint(2, 6)

    def script():
        operations = []
        while len(operations) < rng.randint(2, 8):
            chance = rng.random()
            if chance < 0.2:
                operations.append('s')
            elif chance < 0.4:
                operations.append(f'c{rng.randrange(tasks)}')
            else:
                operations += kind.operations(rng)
        return ('!' if rng.random() < 0.4 else '') + ' '.join(operations)

    return f'{rng.randint(*kind.sizes)}|' + '|'.join(script() for _ in range(tasks))


def run(kind, program):
    trace = []

    async def main():
        iteration = 0
        ending = False
        loop = asyncio.get_running_loop()

        def tick():
            nonlocal iteration
            iteration += 1
            loop.call_soon(tick)

        tick()
        size, *scripts = program.split('|')
        primitive = kind(int(size))

        async def follow(number, script):
            for operation in script.lstrip('!').split():
                argument = int(operation[1:] or 0)
                try:
                    match operation[0]:
                        case 's': result = await asyncio.sleep(0)
                        case 'c': result = tasks[argument].cancel()
                        case _: result = await primitive.do(operation[0], argument)
                except (Exception, asyncio.CancelledError) as error:
                    result = type(error).__name__
                result = '' if result is None else f'={result}'
                trace.append(f'{iteration} {number}{operation}{result} {primitive.state()}')
                if result == '=CancelledError' and (ending or script[0] == '!'):
                    return

        tasks = [asyncio.create_task(follow(number, script)) for number, script in enumerate(scripts)]
        for _ in range(ITERATIONS):
            await asyncio.sleep(0)
        ending = True
        while not all(task.done() for task in tasks):
            for task in tasks:
                task.cancel()
            primitive.free()
            await asyncio.sleep(0)
        trace.append(f'{iteration} end {primitive.state()}')

    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(main())
    return trace


def programs(kind):
    """Programs in which somebody's wait was cancelled, and not only at the end."""
    rng = random.Random(kind.__name__)
    found = 0
    while found < PROGRAMS_OF_A_KIND:
        program = generate(kind, rng)
        trace = run(kind, program)
        cancelled = [line for line in trace if '=CancelledError' in line and 's=' not in line]
        if len(trace) <= 26 and len(cancelled) > 1 and int(cancelled[0].split()[0]) < ITERATIONS:
            found += 1
            yield program, trace


def write():
    print('namespace Simmer.Tests.Synchronization.Programs;\n')
    print(f'// Written by generate.py with CPython {sys.version.split()[0]}: a program, then its trace.')
    print('internal static class ProgramData\n{')
    kinds = (Lock, Semaphore, BoundedSemaphore, Event, Condition, Barrier, Queue, PriorityQueue, LifoQueue)
    for kind in kinds:
        print(f'    internal const string {kind.__name__} = """')
        for program, trace in programs(kind):
            print(f'        {program}\n        {"; ".join(trace)}')
        print('        """;' + ('' if kind is kinds[-1] else '\n'))
    print('}')


if __name__ == '__main__':
    write()
