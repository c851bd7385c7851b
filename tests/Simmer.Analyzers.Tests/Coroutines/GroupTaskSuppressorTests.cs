using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.Analyzers.Tests.Coroutines;

/// <summary>The compiler's CS4014 is taken back where a task is created in a group.</summary>
public sealed class GroupTaskSuppressorTests
{
    [Fact]
    public async Task A_task_of_a_group_needs_no_discard_and_any_other_still_does()
    {
        Compilation compilation = Compilations.Of(("Program.cs", """
            using Simmer;
            using static Simmer.Asyncio;

            Run(Main());

            static async Coroutine Main()
            {
                await TaskGroup.Run(async group =>
                {
                    group.CreateTask(Sleep(1));
                    CreateTask(Sleep(1));
                    await Sleep(0);
                });
            }
            """));
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, false, reportSuppressedDiagnostics: true);

        var said = await compilation.WithAnalyzers([new GroupTaskSuppressor()], options).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [(10, true), (11, false)],
            said.Where(x => x.Id == "CS4014").Select(x => (x.Location.GetLineSpan().StartLinePosition.Line + 1, x.IsSuppressed)).Order());
    }
}
