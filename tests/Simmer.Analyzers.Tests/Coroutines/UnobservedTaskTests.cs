using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.UnobservedTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Coroutines;

/// <summary>SIM005: nobody sees the result or the error of a task.</summary>
public sealed class UnobservedTaskTests
{
    [Theory]
    [InlineData("CreateTask", "{|#0:CreateTask(Hello())|};")]
    [InlineData("CreateTask", "_ = {|#0:CreateTask(Hello())|};")]
    [InlineData("CreateTask", "var task = {|#0:CreateTask(Hello())|};")]
    [InlineData("CreateTask", "{|#0:GetRunningLoop().CreateTask(Hello())|};")]
    [InlineData("CreateTask", "GetRunningLoop().CallSoon(() => {|#0:CreateTask(Hello())|});")]
    [InlineData("EnsureFuture", "_ = {|#0:EnsureFuture(Hello())|};")]
    [InlineData("Gather", "_ = {|#0:Gather(Hello(), Hello())|};")]
    public Task A_task_that_is_dropped_is_named(string name, string body) => Verify.Says(
        Rules.UnobservedTask,
        Program(body),
        $"Nobody sees the result or the error of what '{name}' returns: keep it and await it, or create the task in a 'TaskGroup', which waits for it");

    [Theory]
    [InlineData("await CreateTask(Hello());")]
    [InlineData("var task = CreateTask(Hello()); await task;")]
    [InlineData("var task = CreateTask(Hello()); task.Cancel();")]
    [InlineData("var task = CreateTask(Hello()); CreateTask(Sleep(1)).AddDoneCallback(_ => task.Cancel());")]
    [InlineData("List<LoopTask> tasks = [CreateTask(Hello())]; await Gather(tasks);")]
    [InlineData("await TaskGroup.Run(async group => { group.CreateTask(Hello()); _ = group.CreateTask(Hello()); });")]
    public Task A_task_that_is_kept_or_in_a_group_is_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "class C\n{\n    static async Coroutine Hello() { }\n    static async Coroutine M() { " + body + " }\n}";
}
