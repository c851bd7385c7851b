using Simmer.Http.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Http.Tests.Support.HttpLoop;

namespace Simmer.Http.Tests;

/// <summary>Requests that an <c>async Task</c> method makes when its caller was asked to end meanwhile.</summary>
public sealed class LateRequestTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_request_that_a_task_method_makes_after_its_caller_was_cancelled_is_cancelled(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        var outside = new TaskCompletionSource();
        bool isClean = false;
        LoopTask task = CreateTask(Call());
        await Sleep(0);
        task.Cancel("enough");
        outside.SetResult();
        var error = await Fails<CancelledException>(async () => await task);
        Assert.Equal("enough", error.CancelMessage);
        Assert.True(isClean);

        async Coroutine Call() => await Late();

        async Task Late()
        {
            await outside.Task;
            try
            {
                await http.GetStringAsync(server.Address + "/silent");
            }
            finally
            {
                await Task.Yield();
                isClean = (await http.GetStringAsync(server.Address)).Length > 0;
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void So_is_one_that_it_makes_in_a_cancelled_scope(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        var outside = new TaskCompletionSource();
        await CancelScope.Run(async scope =>
        {
            GetRunningLoop().CallSoon(() => scope.Cancel());
            GetRunningLoop().CallSoon(outside.SetResult);
            await Late();
        });
        Assert.True(outside.Task.IsCompleted);

        async Task Late()
        {
            await outside.Task;
            await http.GetStringAsync(server.Address + "/silent");
        }
    });
}
