using Simmer.Testing;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Tasks that are pending when their loop closes.</summary>
public sealed class PendingTaskTests
{
    private readonly List<ExceptionContext> _reports = [];

    [Fact]
    public void Closing_reports_each_pending_task_once_in_the_order_of_their_making()
    {
        EventLoop loop = NewLoop();
        LoopTask begun = loop.CreateTask(Sleep(100), "begun");
        loop.CallLater(1, loop.Stop);
        loop.RunForever();
        LoopTask unbegun = loop.CreateTask(Sleep(100), "not begun");
        Assert.Empty(_reports);
        loop.Close();
        loop.Close();

        Assert.Equal([begun, unbegun], _reports.Select(report => report.Task));
        Assert.All(_reports, report => Assert.Equal("Task was destroyed but it is pending!", report.Message));
        Assert.Contains("<Task 'begun' pending", _reports[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_that_ended_or_whose_caller_was_told_are_not_reported()
    {
        EventLoop loop = NewLoop();
        LoopTask cancelled = loop.CreateTask(Sleep(100));
        loop.RunUntilComplete(Sleep(1));
        cancelled.Cancel();
        loop.RunUntilComplete(Sleep(1));
        loop.CallLater(1, loop.Stop);
        Assert.Throws<InvalidOperationException>(() => loop.RunUntilComplete(Sleep(100)));
        loop.CallLater(1, loop.Stop);
        Assert.Throws<InvalidOperationException>(() => loop.RunUntilComplete(Sleep(100, "result")));
        loop.Close();

        Assert.Empty(_reports);
    }

    private EventLoop NewLoop() => new(new EventLoopOptions { Clock = new VirtualClock() })
    {
        ExceptionHandler = (_, context) => _reports.Add(context),
    };
}
