using System.Runtime.CompilerServices;

namespace Simmer.Tests.Coroutines;

/// <summary>
/// A coroutine may begin on its awaiter's stack only if a frame of the running task awaits it, which the address of the awaiter
/// proves. Foreign code may have an awaiter where a frame had one before the stack moved.
/// </summary>
public sealed class AwaiterSlotTests
{
    [Fact]
    public void Foreign_code_never_passes_for_the_frame_that_was_there_before()
    {
        using var loop = new EventLoop();
        Future<int> paused = loop.CreateFuture<int>();
        Future<int> gate = loop.CreateFuture<int>();
        LoopTask task = loop.CreateTask(Body());

        // The task awaits far down the stack; then it goes on further up, and calls foreign code at every depth in between.
        AtDepth(16 * 1024, () => loop.RunUntilComplete(paused));
        gate.SetResult(0);
        loop.RunUntilComplete(task);

        async Coroutine Body()
        {
            for (int i = 0; i < 3; i++)
            {
                await Leaf();
            }

            paused.SetResult(0);
            await gate;
            var calls = new List<Task>();
            for (int depth = 0; depth < 32 * 1024; depth += 8)
            {
                AtDepth(depth, () => calls.Add(Foreign()));
            }

            foreach (Task call in calls)
            {
                await call;
            }
        }
    }

    private static async Coroutine Leaf() => await Asyncio.Sleep(0);

    private static async Task Foreign() => await Leaf();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AtDepth(int bytes, Action action)
    {
        Span<byte> below = stackalloc byte[bytes];
        action();
        below.Clear();
    }
}
