using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Commands;

/// <summary>The tool as a process, with real signals.</summary>
[Trait("Category", "Slow")]
public sealed class SignalTests : ToolTest
{
    [Fact]
    public async Task Ctrl_C_starts_nothing_more_and_lets_what_runs_end()
    {
        using Tool tool = Tool.Start(
            "fetch", "--per-host", "1", "--grace", "60", "--jsonl", "-", $"{Server.Address}/a", $"{Server.Address}/hold", $"{Server.Address}/never");
        await Until(() => Server.Requests == 2);
        tool.Signal("INT");
        await Until(() => tool.Errors.Contains("stopping: requests under way: 1, with 60 s to end"));
        LetGo();

        Assert.Equal(130, await tool.Ended());
        Assert.Equal(2, tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("\"status\":200")));
        Assert.Contains("interrupted: 1 URLs not started", tool.Errors);
        Assert.Equal(2, Server.Requests);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task After_the_grace_period_what_runs_is_cancelled(string signal, int expected)
    {
        using Tool tool = Tool.Start("fetch", "--grace", "0", "--jsonl", "-", $"{Server.Address}/hold");
        await Until(() => Server.Requests == 1);
        tool.Signal(signal);

        Assert.Equal(expected, await tool.Ended());
        Assert.Contains("\"error_kind\":\"interrupted\"", tool.Output);
    }

    [Fact]
    public async Task Who_reads_no_records_does_not_hold_up_the_end()
    {
        string list = Path.GetTempFileName();
        await File.WriteAllLinesAsync(list, Enumerable.Repeat($"{Server.Address}/{new string('a', 200)}", 2000));
        using Tool shell = Tool.StartInShell($$"""
            coproc records { exec dotnet '{{Tool.Assembly}}' fetch --quiet --grace 0 --input '{{list}}' --jsonl -; }
            process=$records_PID
            read -r
            kill -TERM $process
            wait $process
            echo $?
            """);

        // More records than a pipe holds, which nobody reads.
        await Until(() => Server.Requests >= 500);
        await shell.Input.WriteLineAsync();

        await shell.Ended();
        Assert.Equal("143\n", shell.Output);
        File.Delete(list);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_the_reading_of_what_is_to_be_compared(string signal, int expected)
    {
        using Tool tool = Tool.Start("fetch", "--compare", "--input", "-");

        // More than a pipe holds: some of it has been read.
        await tool.Input.WriteAsync(new string('\n', 1 << 20));
        tool.Signal(signal);

        Assert.Equal(expected, await tool.Ended());
    }

    [Fact]
    public async Task A_second_Ctrl_C_ends_at_once()
    {
        using Tool tool = Tool.Start("fetch", "--grace", "1h", $"{Server.Address}/hold");
        await Until(() => Server.Requests == 1);
        tool.Signal("INT");
        while (await Task.WhenAny(tool.Ended(), Task.Delay(100)) is var first && first is not Task<int>)
        {
            // Two signals that come together count as one.
            tool.Signal("INT");
        }

        Assert.Equal(130, await tool.Ended());
    }
}
