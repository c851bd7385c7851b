using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.LoopUseAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Loops;

/// <summary>SIM022: the loop is used from another thread.</summary>
public sealed class OffTheLoopTests
{
    [Theory]
    [InlineData("new Thread(() => {|#0:CreateTask(Hello())|}).Start();", "CreateTask", "new Thread", "call 'RunCoroutineThreadsafe(…, loop)'")]
    [InlineData("await Task.Run(() => {|#0:CreateTask(Hello())|});", "CreateTask", "Task.Run", "call 'RunCoroutineThreadsafe(…, loop)'")]
    [InlineData("await Task.Run(async () => { await Task.Yield(); {|#0:future.SetResult(1)|}; });", "Future.SetResult", "Task.Run", "hand it to the loop with 'CallSoonThreadsafe(() => …)'")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => {|#0:loop.CallSoon(() => { })|});", "EventLoop.CallSoon", "ThreadPool.QueueUserWorkItem", "call 'CallSoonThreadsafe'")]
    [InlineData("await Task.Yield(); await Task.Run(() => { }).ContinueWith(_ => {|#0:future.Cancel()|}, TaskScheduler.Default);", "Future.Cancel", "Task.ContinueWith", "hand it to the loop with 'CallSoonThreadsafe(() => …)'")]
    [InlineData("await Task.Run(() => { }).ContinueWith(_ => {|#0:future.Cancel()|}, TaskContinuationOptions.NotOnFaulted);", "Future.Cancel", "Task.ContinueWith", "hand it to the loop with 'CallSoonThreadsafe(() => …)'")]
    [InlineData("await ToThread(() => {|#0:GetRunningLoop()|});", "GetRunningLoop", "Asyncio.ToThread", "take what it gives before, in the coroutine")]
    [InlineData("Parallel.For(0, 5, i => {|#0:queue.PutNowait(i)|});", "AsyncQueue.PutNowait", "Parallel.For", "hand it to the loop with 'CallSoonThreadsafe(() => …)'")]
    [InlineData("using var timer = new Timer(_ => {|#0:future.Cancel()|});", "Future.Cancel", "new Timer", "hand it to the loop with 'CallSoonThreadsafe(() => …)'")]
    public Task The_call_the_thread_and_the_way_back_are_named(string body, string name, string starter, string advice) => Verify.Says(
        Rules.OffTheLoop,
        Program(body),
        $"'{name}' must be called on the loop's thread, and what '{starter}' is given runs on another one: {advice}");

    [Theory]
    [InlineData("new Thread(() => loop.CallSoonThreadsafe(() => CreateTask(Hello()))).Start();")]
    [InlineData("await Task.Run(() => RunCoroutineThreadsafe(Hello(), loop));")]
    [InlineData("new Thread(() => Run(Hello())).Start();")]
    [InlineData("new Thread(() => { using var own = new EventLoop(); own.CallSoon(() => own.Stop()); own.RunForever(); }).Start();")]
    [InlineData("await Task.Run(() => { }); future.SetResult(1);")]
    [InlineData("await Task.Run(() => { }).ContinueWith(_ => future.SetResult(1), TaskScheduler.FromCurrentSynchronizationContext());")]
    [InlineData("var mine = TaskScheduler.FromCurrentSynchronizationContext(); await Task.Factory.StartNew(() => future.SetResult(1), default, default, mine);")]
    [InlineData("await Task.Run(() => { }).ContinueWith(_ => future.SetResult(1), TaskContinuationOptions.ExecuteSynchronously);")]
    public Task The_ways_back_and_a_loop_of_the_threads_own_are_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "class C\n{\n    static async Coroutine Hello() { }\n    static async Coroutine M(EventLoop loop, Future<int> future, AsyncQueue<int> queue) { " + body + " }\n}";
}
