using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.BlockingCallAnalyzer, Simmer.CodeFixes.BlockingCallFix>;

namespace Simmer.Analyzers.Tests.Blocking;

/// <summary>SIM010: a coroutine blocks the loop while it waits.</summary>
public sealed class WaitingCallTests
{
    private const string ForTask = "waits for a task that may need the loop to end; write 'await'";

    [Theory]
    [InlineData("{|#0:Thread.Sleep(5000)|};", "await Sleep(5);", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("{|#0:Thread.Sleep(250)|};", "await Sleep(0.25);", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("{|#0:Thread.Sleep(n)|};", "await Sleep(TimeSpan.FromMilliseconds(n));", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("{|#0:Thread.Sleep(TimeSpan.FromMinutes(1))|};", "await Sleep(TimeSpan.FromMinutes(1));", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("{|#0:task.Wait()|};", "await task;", "Task.Wait", ForTask)]
    [InlineData("int x = {|#0:task.Result|};", "int x = await task;", "Task.Result", ForTask)]
    [InlineData("string x = {|#0:task.Result|}.ToString();", "string x = (await task).ToString();", "Task.Result", ForTask)]
    [InlineData("int x = {|#0:task.GetAwaiter().GetResult()|};", "int x = await task;", "GetAwaiter().GetResult()", ForTask)]
    [InlineData("{|#0:Task.WaitAll(task, task)|};", "await Task.WhenAll(task, task);", "Task.WaitAll", "waits for tasks that may need the loop to end; write 'await Task.WhenAll(…)'")]
    [InlineData("int x = {|#0:(n > 0 ? task : other).Result|};", "int x = await (n > 0 ? task : other);", "Task.Result", ForTask)]
    [InlineData("{|#0:(task ?? other).Wait()|};", "await (task ?? other);", "Task.Wait", ForTask)]
    [InlineData("int x = await {|#0:nested.Result|};", "int x = await await nested;", "Task.Result", ForTask)]
    [InlineData("{|#0:Thread.Sleep(-1)|};", "await Sleep(double.PositiveInfinity);", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("{|#0:semaphore.Wait()|};", "await semaphore.WaitAsync();", "SemaphoreSlim.Wait", "waits for another thread; write 'await' and 'WaitAsync', or use an 'AsyncSemaphore'")]
    public Task A_wait_becomes_an_await(string body, string fixedBody, string name, string reason) =>
        Verify.Fixes(Rules.WaitingCall, Program(body), Program(fixedBody), $"'{name}' blocks the event loop, and every task on it: it {reason}");

    [Theory]
    [InlineData("{|#0:thread.Join()|};", "Thread.Join", "waits for a thread; call it with 'await ToThread(() => …)'")]
    [InlineData("{|#0:Task.WaitAny([task])|};", "Task.WaitAny", "waits for tasks that may need the loop to end; write 'await Task.WhenAny(…)'")]
    [InlineData("{|#0:new AutoResetEvent(false).WaitOne()|};", "WaitHandle.WaitOne", "waits for another thread; use an 'AsyncEvent'")]
    [InlineData("{|#0:new ManualResetEventSlim().Wait(1000)|};", "ManualResetEventSlim.Wait", "waits for another thread; use an 'AsyncEvent'")]
    [InlineData("{|#0:Monitor.Enter(thread)|};", "Monitor.Enter", "waits for a lock; use an 'AsyncLock'")]
    [InlineData("_ = {|#0:new System.Collections.Concurrent.BlockingCollection<int>().Take()|};", "BlockingCollection.Take", "waits for another thread; use an 'AsyncQueue'")]
    [InlineData("_ = {|#0:Console.ReadLine()|};", "Console.ReadLine", "waits for the user; call it with 'await ToThread(Console.ReadLine)'")]
    [InlineData("{|#0:System.Diagnostics.Process.GetCurrentProcess().WaitForExit()|};", "Process.WaitForExit", "waits for a process; write 'await' and 'WaitForExitAsync'")]
    [InlineData("new[] { 1 }.ToList().ForEach(_ => {|#0:Thread.Sleep(1)|});", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("GetRunningLoop().CallSoon(() => {|#0:Thread.Sleep(1)|});", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    [InlineData("await Sleep({|#0:task.Result|});", "Task.Result", ForTask)]
    [InlineData("await Task.WhenAll(task, Task.FromResult({|#0:task.Result|}));", "Task.Result", ForTask)]
    [InlineData("Task<int>[] all = [task]; _ = all.Sum(x => {|#0:x.Result|});", "Task.Result", ForTask)]
    [InlineData("Dictionary<int, Task<int>> all = []; foreach (var (key, one) in all) { _ = {|#0:one.Result|}; }", "Task.Result", ForTask)]
    [InlineData("await Timeout(1, async _ => {|#0:Thread.Sleep(1)|});", "Thread.Sleep", "sleeps; write 'await Sleep(…)'")]
    public Task A_wait_is_named_with_its_reason_and_what_to_write(string body, string name, string reason) =>
        Verify.Says(Rules.WaitingCall, Program(body), $"'{name}' blocks the event loop, and every task on it: it {reason}");

    [Theory]
    [InlineData("await ToThread(() => Thread.Sleep(5000));")]
    [InlineData("await Task.Run(() => { Thread.Sleep(5000); });")]
    [InlineData("await task; Console.WriteLine(task.Result);")]
    [InlineData("await Task.WhenAll(task, task); Console.WriteLine(task.Result);")]
    [InlineData("Task<int>[] all = [task]; await Task.WhenAll(all); Console.WriteLine(all[0].Result + all.Sum(x => x.Result));")]
    [InlineData("Task<int> done = await Task.WhenAny(task, task); Console.WriteLine(done.Result);")]
    [InlineData("await foreach (Task<int> done in Task.WhenEach(task)) { Console.WriteLine(done.Result); }")]
    [InlineData("if (task.IsCompletedSuccessfully) { Console.WriteLine(task.Result); }")]
    [InlineData("if (task.Status == TaskStatus.RanToCompletion) { Console.WriteLine(task.Result); }")]
    [InlineData("if (task is { IsCompletedSuccessfully: true }) { Console.WriteLine(task.Result); }")]
    [InlineData("if (task is { IsCompletedSuccessfully: true } done) { Console.WriteLine(done.Result); }")]
    [InlineData("Task<int> done; done = await Task.WhenAny(task, task); Console.WriteLine(done.Result);")]
    [InlineData("Task<int>[] all = [task]; Console.WriteLine(all.Where(x => x.IsCompletedSuccessfully).Sum(x => x.Result));")]
    [InlineData("Task<int>[] all = [task]; foreach (var done in all.Where(x => x.IsCompleted)) { Console.WriteLine(done.Result); }")]
    [InlineData("Task<int>[] all = [task]; await Gather(all); Console.WriteLine(all.Sum(x => x.Result));")]
    [InlineData("Dictionary<int, Task<int>> all = []; await Task.WhenAll(all.Values); foreach (var (key, one) in all) { Console.WriteLine(one.Result); }")]
    [InlineData("Dictionary<int, Task<int>> all = []; await Task.WhenAll(all.Values); foreach (var one in all) { Console.WriteLine(one.Value.Result); }")]
    [InlineData("Dictionary<int, Task<int>> all = []; await Task.WhenAll(all.Values); Console.WriteLine(all.Sum(one => one.Value.Result));")]
    [InlineData("(int, Task<int> Task)[] all = [(1, task)]; await Task.WhenAll(all.Select(x => x.Task)); foreach (var (_, one) in all) { Console.WriteLine(one.Result); }")]
    [InlineData("if (semaphore.Wait(0)) { semaphore.Release(); }")]
    [InlineData("Thread.Sleep(0);")]
    [InlineData("if (Monitor.TryEnter(thread)) { Monitor.Exit(thread); }")]
    [InlineData("LoopTask<int> t = CreateTask(Five()); await t; Console.WriteLine(t.Result);")]
    [InlineData("using (Asyncio.AllowBlocking()) { Thread.Sleep(5); }")]
    [InlineData("using var scope = Asyncio.AllowBlocking(); Thread.Sleep(5);")]
    [InlineData("Action later = () => Thread.Sleep(5); await ToThread(later);")]
    public Task What_does_not_wait_or_is_on_another_thread_is_fine(string body) => Verify.Silent(Program(body));

    [Fact]
    public Task Outside_of_coroutines_everybody_may_wait() => Verify.Silent(
        "class C { static void M(Task t) { Thread.Sleep(1); t.Wait(); } static async Task N() { Thread.Sleep(1); } }");

    [Theory]
    [InlineData("[AllowBlocking(\"It is the point\")] static async Coroutine N() { Thread.Sleep(1); }")]
    [InlineData("[AllowBlocking(\"It is the point\")] static class D { static async Coroutine N() { Thread.Sleep(1); } }")]
    public Task What_is_allowed_is_fine(string member) => Verify.Silent("class C { " + member + " }");

    [Theory]
    [InlineData("int? x = maybe?{|#0:.Result|};", "Task.Result", ForTask)]
    [InlineData("maybe?{|#0:.Wait()|};", "Task.Wait", ForTask)]
    [InlineData("lock (thread) { {|#0:task.Wait()|}; }", "Task.Wait", ForTask)]
    public Task Where_an_await_cannot_stand_there_is_no_fix(string body, string name, string reason) =>
        Verify.Fixes(Rules.WaitingCall, Program(body), Program(body), $"'{name}' blocks the event loop, and every task on it: it {reason}");

    private static string Program(string body) =>
        "class C\n{\n    static async Coroutine<int> Five() => 5;\n    static async Coroutine M(Task<int> task, Thread thread, SemaphoreSlim semaphore, int n, Task<int> other, Task<Task<int>> nested, Task<int>? maybe) { "
        + body + " }\n}";
}
