"""Runs programs that come as lines of JSON, on a deterministic loop with virtual time; answers each with its trace.

What CPython leaves to the addresses of objects or to its heap is put in order: timers of one deadline are first in, first
out, and sets of tasks keep the order in which the tasks came. Where a newer CPython has settled something that this one does
otherwise, the newer one's code stands here.
"""
import asyncio, contextvars, gc, heapq, inspect, json, logging, re, sys, textwrap, warnings
from asyncio import base_events, events, runners, taskgroups, tasks

logging.getLogger('asyncio').setLevel(logging.CRITICAL)
warnings.simplefilter('always')
never_awaited = []


def on_warning(message, *_):
    """Keeps the names of the program's own coroutines that nobody awaited."""
    if match := re.search(r"coroutine '.*\b(t\d+)' was never awaited", str(message)):
        never_awaited.append(match[1])


warnings.showwarning = on_warning


class Deadlock(BaseException):
    pass


class OrderedSet(dict):
    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    def remove(self, item):
        del self[item]


class Timer(events.TimerHandle):
    count = 0

    def __init__(self, *arguments):
        super().__init__(*arguments)
        Timer.count += 1
        self.order = Timer.count

    def __lt__(self, other):
        return (self._when, self.order) < (other._when, other.order)


class Selector:
    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        if timeout is None:
            raise Deadlock('nothing to run')
        if timeout > 0:
            self.loop.now += timeout
        return []


class Loop(base_events.BaseEventLoop):
    def __init__(self, eager):
        super().__init__()
        self.now = 0.0
        self.ticks = 0
        self.unnamed = 0
        self.eager = eager
        self.live = []
        self._clock_resolution = 1e-9
        self._selector = Selector(self)

    def time(self):
        return self.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    def _run_once(self):
        self.ticks += 1
        super()._run_once()

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        timer = Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def create_task(self, coro, *, name=None, context=None, eager_start=None):
        if name is None:
            self.unnamed += 1
            name = f'Task-{self.unnamed}'
        place = len(self.live)
        self.live.append(None)
        eager = self.eager if eager_start is None else eager_start
        task = tasks.Task(coro, loop=self, name=name, context=context, eager_start=eager and self.is_running())
        self.live[place] = task
        return task

    def shutdown_asyncgens(self):
        # .NET leaves async iterators to await foreach, so there is no such step at the end, nor its two iterations.
        return None

    def run_until_complete(self, future):
        return None if future is None else super().run_until_complete(future)


def create_task_in_group(self, coro, **kwargs):
    """As of 3.14: the callback of a task that is done is scheduled, not called."""
    if self._exiting and not self._tasks:
        coro.close()
        raise RuntimeError(f'TaskGroup {self!r} is finished')
    if self._aborting:
        coro.close()
        raise RuntimeError(f'TaskGroup {self!r} is shutting down')
    task = self._loop.create_task(coro, **kwargs)
    self._tasks.add(task)
    task.add_done_callback(self._on_task_done)
    return task


def log_error(future):
    if not future.cancelled() and future.exception() is not None:
        context = {'message': 'exception in shielded future', 'exception': future.exception(), 'future': future}
        future.get_loop().call_exception_handler(context)


def shield(arg):
    """As of 3.14: what fails behind a shield that was cancelled is reported, once."""
    inner = asyncio.ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def inner_done(inner):
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_done)
            inner.remove_done_callback(log_error)
            inner.add_done_callback(log_error)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


def init_group(self, original=taskgroups.TaskGroup.__init__):
    original(self)
    self._tasks = OrderedSet()


def cancel_all_tasks(loop):
    to_cancel = [task for task in loop.live if task is not None and not task.done()]
    if not to_cancel:
        return
    for task in to_cancel:
        task.cancel()
    loop.run_until_complete(tasks.gather(*to_cancel, return_exceptions=True))


def in_order(function, unordered, ordered):
    """The function of asyncio's tasks with a set replaced that it makes."""
    source = textwrap.dedent(inspect.getsource(function))
    if unordered not in source:
        sys.exit(f'{function.__qualname__} is not as it was: {unordered} is gone')
    names = {}
    exec(source.replace(unordered, ordered), {**vars(tasks), 'OrderedSet': OrderedSet}, names)
    return names[function.__name__]


taskgroups.TaskGroup.__init__ = init_group
if sys.version_info < (3, 14):
    taskgroups.TaskGroup.create_task = create_task_in_group
    asyncio.shield = shield
runners._cancel_all_tasks = cancel_all_tasks
asyncio.wait = in_order(tasks.wait, 'set(fs)', 'OrderedSet(fs)')
tasks._AsCompletedIterator.__init__ = in_order(
    tasks._AsCompletedIterator.__init__,
    '{ensure_future(aw, loop=loop) for aw in set(aws)}',
    'OrderedSet(ensure_future(aw, loop=loop) for aw in dict.fromkeys(aws))')

USER = re.compile(r'u\d+')


def show(value):
    """A value as the trace has it: errors of the library without their texts, those of the program with them."""
    if isinstance(value, BaseExceptionGroup):
        return 'ExceptionGroup[' + ','.join(map(show, value.exceptions)) + ']'
    if isinstance(value, asyncio.CancelledError):
        return f'CancelledError({value.args[0]})' if value.args and value.args[0] not in ('', None) else 'CancelledError'
    if isinstance(value, BaseException):
        text = str(value.args[0]) if value.args else ''
        return f'{type(value).__name__}({text})' if USER.fullmatch(text) else type(value).__name__
    if isinstance(value, (list, tuple)):
        # In the outcomes of a gather CPython has the message of a cancelled future, but not that of a cancelled task.
        return '[' + ','.join('CancelledError' if isinstance(v, asyncio.CancelledError) else show(v) for v in value) + ']'
    return str(value)


def play(source, eager):
    trace = []
    writing = [True]
    T = {}
    loops = []
    EH = 'EH'

    def tr(step, *values):
        if writing:
            task = asyncio.current_task()
            loop = loops[0]
            trace.append(f"{step} {task.get_name() if task else '-'} {loop.now:g} {loop.ticks}" + ''.join(' ' + show(v) for v in values))

    def ref(name):
        if name in T:
            return T[name]
        nobody = asyncio.get_running_loop().create_future()
        nobody.set_result(None)
        return nobody

    def names(futures):
        return sorted(next((k for k, v in T.items() if v is f), '?') for f in futures)

    def on_error(loop, context):
        message = context['message']
        if message.startswith('Exception in callback') or 'parent task' in message or 'shielded' in message:
            trace.append(f"{EH} {loop.now:g} {loop.ticks} {show(context.get('exception'))}")

    def factory():
        loop = Loop(eager)
        loop.set_exception_handler(on_error)
        loops.append(loop)
        return loop

    space = {
        'asyncio': asyncio, 'tr': tr, 'T': T, 'ref': ref, 'names': names,
        'tasks': lambda futures: [f for f in futures if isinstance(f, asyncio.Task)],
        'L': [asyncio.Lock(), asyncio.Lock()],
        'S': [asyncio.Semaphore(1), asyncio.BoundedSemaphore(2), asyncio.Semaphore(0)],
        'E': [asyncio.Event(), asyncio.Event()],
        'B': [asyncio.Barrier(2), asyncio.Barrier(3)],
        'Q': [asyncio.Queue(1), asyncio.Queue(), asyncio.LifoQueue(2), asyncio.PriorityQueue(), asyncio.PriorityQueue(1)],
        'V': [0, 0], 'H': {}, 'D': {}, 'K': [], 'X': contextvars.ContextVar('X', default='-'),
    }
    space['C'] = [asyncio.Condition(), asyncio.Condition(space['L'][0])]
    exec(compile(source, 'program', 'exec'), space)

    async def main():
        space['K'] += [contextvars.copy_context(), contextvars.copy_context()]
        for i in range(3):
            T[f'f{i}'] = loops[0].create_future()
        await space['main']()

    # A Python inside another runtime may have a loop of that runtime.
    asyncio._set_running_loop(None)
    try:
        with asyncio.Runner(loop_factory=factory) as runner:
            try:
                runner.run(main())
            except BaseException as error:
                trace.append('RUN ' + show(error))
    except BaseException as error:
        trace.append('CLOSE ' + show(error))
    asyncio._set_running_loop(None)
    lost = {name for name, future in T.items() if future._log_traceback}
    for name, future in T.items():
        state = 'pending' if not future.done() else 'cancelled' if future.cancelled() else \
            show(future.exception()) if future.exception() is not None else 'done ' + show(future.result())
        trace.append(f'{name}: {state}' + (' lost' if name in lost else ''))
    writing.clear()
    answer = list(trace)

    # A coroutine whose task is left pending is not the same report: the task is.
    pending = [task.get_coro().__name__ for task in loops[0].live if task is not None and not task.done()]
    loops[0].live.clear()
    return answer, pending


def complete(trace, pending):
    """Once nothing refers to what the program made: adds how many of its coroutines nobody awaited."""
    gc.collect()
    count = sum(name not in pending for name in never_awaited)
    if count and not any(line.startswith('CLOSE') for line in trace):
        trace.append(f'NEVER {count}')
    return trace


def serve():
    sys.unraisablehook = lambda _: None
    out = sys.stdout
    out.write(f'{sys.version_info.major}.{sys.version_info.minor}\n')
    out.flush()
    gc.disable()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        never_awaited.clear()
        try:
            trace = complete(*play(request['source'], request['eager']))
        except BaseException as error:
            trace = [f'BROKEN {type(error).__name__} {error}']
        out.write(json.dumps(trace) + '\n')
        out.flush()


if __name__ == '__main__':
    serve()
