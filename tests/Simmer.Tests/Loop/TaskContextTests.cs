using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

public sealed class TaskContextTests
{
    private static readonly AsyncLocal<int> s_value = new();

    [Fact]
    public void It_is_in_use_while_something_runs_in_it_and_no_eager_task_can_begin_in_it() => TestLoop.Run(async () =>
    {
        TaskContext context = TaskContext.Copy();
        context.Run(() =>
        {
            s_value.Value = 1;
            Refuse(context);
            context.Run(() => Refuse(context));

            // The inner run has not freed it.
            Refuse(context);
        });
        Assert.Equal(1, context.Run(() => s_value.Value));
        Assert.Equal(0, s_value.Value);

        // Once nobody runs in it.
        Assert.Equal(1, await CreateTask(Read(), context: context, eagerStart: true));
    });

    [Fact]
    public void It_is_free_again_after_what_ran_in_it_has_failed() => TestLoop.Run(async () =>
    {
        TaskContext context = TaskContext.Copy();
        Assert.Throws<InvalidDataException>(() => context.Run(Fail));
        Assert.Equal(0, await CreateTask(Read(), context: context, eagerStart: true));

        static void Fail() => throw new InvalidDataException();
    });

    [Fact]
    public void A_task_that_begins_later_may_be_made_in_it() => TestLoop.Run(async () =>
    {
        TaskContext context = TaskContext.Copy();
        LoopTask<int>? task = null;
        context.Run(() =>
        {
            task = CreateTask(Read(), context: context);
            s_value.Value = 3;
        });
        Assert.Equal(3, await task!);
    });

    private static void Refuse(TaskContext context)
    {
        Coroutine<int> refused = Read();
        var error = Assert.Throws<InvalidOperationException>(() => CreateTask(refused, context: context, eagerStart: true));
        Assert.Contains("Leave out 'context' for a copy of it, or 'eagerStart'.", error.Message, StringComparison.Ordinal);
        refused.Close();
    }

    private static async Coroutine<int> Read() => s_value.Value;
}
