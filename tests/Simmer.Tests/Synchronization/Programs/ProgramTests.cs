namespace Simmer.Tests.Synchronization.Programs;

/// <summary>
/// Random programs full of cancellations leave the trace that they leave under CPython: who goes on in which iteration, with
/// what result and beside which state.
/// </summary>
public sealed class ProgramTests
{
    [Fact]
    public void Of_a_lock() => Check(ProgramData.Lock, _ => new LockPrimitive());

    [Fact]
    public void Of_a_semaphore() => Check(ProgramData.Semaphore, size => new SemaphorePrimitive(new AsyncSemaphore(size)));

    [Fact]
    public void Of_a_bounded_semaphore() =>
        Check(ProgramData.BoundedSemaphore, size => new SemaphorePrimitive(new AsyncBoundedSemaphore(size)));

    [Fact]
    public void Of_an_event() => Check(ProgramData.Event, _ => new EventPrimitive());

    [Fact]
    public void Of_a_condition() => Check(ProgramData.Condition, _ => new ConditionPrimitive());

    [Fact]
    public void Of_a_barrier() => Check(ProgramData.Barrier, size => new BarrierPrimitive(size));

    [Fact]
    public void Of_a_queue() => Check(ProgramData.Queue, size => new QueuePrimitive(new AsyncQueue<int>(size)));

    [Fact]
    public void Of_a_priority_queue() =>
        Check(ProgramData.PriorityQueue, size => new QueuePrimitive(new AsyncPriorityQueue<int>(size)));

    [Fact]
    public void Of_a_stack() => Check(ProgramData.LifoQueue, size => new QueuePrimitive(new AsyncLifoQueue<int>(size)));

    private static void Check(string programs, Func<int, Primitive> kind)
    {
        string[] lines = programs.Split('\n');
        Assert.Equal(40, lines.Length);
        foreach (string[] program in lines.Chunk(2))
        {
            Assert.Equal([program[0], .. program[1].Split("; ")], [program[0], .. ProgramRun.Trace(program[0], kind).Split("; ")]);
        }
    }
}
