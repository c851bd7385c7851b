namespace Simmer.Tests.Synchronization.Programs;

/// <summary>What a program works on; its operations are those of the class of the same name in generate.py.</summary>
internal abstract class Primitive
{
    internal abstract string State { get; }

    internal virtual void Free()
    {
    }

    internal abstract Coroutine<string?> Do(char operation, int argument);
}

internal sealed class LockPrimitive : Primitive
{
    private readonly AsyncLock _mutex = new();

    internal override string State => _mutex.Locked ? "locked" : "free";

    internal override void Free()
    {
        if (_mutex.Locked)
        {
            _mutex.Release();
        }
    }

    internal override async Coroutine<string?> Do(char operation, int argument)
    {
        if (operation == 'a')
        {
            await _mutex.Acquire();
        }
        else
        {
            _mutex.Release();
        }

        return null;
    }
}

internal sealed class SemaphorePrimitive(AsyncSemaphore semaphore) : Primitive
{
    internal override string State => $"{semaphore.Value}{(semaphore.Locked ? " locked" : "")}";

    internal override async Coroutine<string?> Do(char operation, int argument)
    {
        if (operation == 'a')
        {
            await semaphore.Acquire();
        }
        else
        {
            semaphore.Release();
        }

        return null;
    }
}

internal sealed class EventPrimitive : Primitive
{
    private readonly AsyncEvent _flag = new();

    internal override string State => _flag.IsSet ? "set" : "clear";

    internal override async Coroutine<string?> Do(char operation, int argument)
    {
        switch (operation)
        {
            case 'w':
                return (await _flag.Wait()).ToString();
            case '+':
                _flag.Set();
                return null;
            default:
                _flag.Clear();
                return null;
        }
    }
}

internal sealed class ConditionPrimitive : Primitive
{
    private readonly AsyncCondition _condition = new();
    private int _count;

    internal override string State => _condition.Locked ? "locked" : "free";

    internal override void Free()
    {
        if (_condition.Locked)
        {
            _condition.Release();
        }
    }

    internal override async Coroutine<string?> Do(char operation, int argument)
    {
        switch (operation)
        {
            case 'a':
                await _condition.Acquire();
                return null;
            case 'r':
                _condition.Release();
                return null;
            case 'w':
                return (await _condition.Wait()).ToString();
            case 'n':
                _condition.Notify(argument);
                return null;
            case '*':
                _condition.NotifyAll();
                return null;
            case 'i':
                _count++;
                return null;
            default:
                return (await _condition.WaitFor(() => _count >= argument ? _count : 0)).ToString();
        }
    }
}

internal sealed class BarrierPrimitive(int parties) : Primitive
{
    private readonly AsyncBarrier _barrier = new(parties);

    internal override string State => $"{_barrier.Waiting}{(_barrier.Broken ? " broken" : "")}";

    internal override async Coroutine<string?> Do(char operation, int argument)
    {
        switch (operation)
        {
            case 'w':
                return (await _barrier.Wait()).ToString();
            case 'R':
                await _barrier.Reset();
                return null;
            default:
                await _barrier.Abort();
                return null;
        }
    }
}

internal sealed class QueuePrimitive(AsyncQueue<int> queue) : Primitive
{
    internal override string State => $"{queue.Count}/{queue.Statistics().Unfinished}{(queue.IsFull ? " full" : "")}";

    internal override async Coroutine<string?> Do(char operation, int argument)
    {
        switch (operation)
        {
            case 'p':
                await queue.Put(argument);
                return null;
            case 'g':
                return (await queue.Get()).ToString();
            case 'P':
                queue.PutNowait(argument);
                return null;
            case 'G':
                return queue.GetNowait().ToString();
            case 'd':
                queue.TaskDone();
                return null;
            case 'j':
                await queue.Join();
                return null;
            default:
                queue.Shutdown(immediate: operation == 'X');
                return null;
        }
    }
}
