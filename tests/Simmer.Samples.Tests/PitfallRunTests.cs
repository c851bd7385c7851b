using System.Diagnostics;

namespace Simmer.Samples.Tests;

/// <summary>What the tutorial's pitfalls say at run time, as their user sees it: on standard error, in real time.</summary>
[Trait("Category", "Slow")]
public sealed class PitfallRunTests
{
    [Fact]
    public async Task Pitfall_1_says_that_the_coroutine_was_never_awaited()
    {
        (string[] output, string[] errors) = await Run("forgotten");

        Assert.Equal(["<coroutine Fetch>"], output);
        string error = Assert.Single(errors);
        Assert.StartsWith(
            "Simmer: Coroutine 'Fetch' was called and never awaited: its body never ran. The method is at ", error, StringComparison.Ordinal);
        Assert.EndsWith(
            "Write 'await Fetch(…)', make a task of it with CreateTask, or Close() it if it is not wanted. "
            + "Set SIMMER_DEBUG=1 to see where it was called.",
            error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pitfall_1_says_in_debug_mode_where_it_was_called()
    {
        (_, string[] errors) = await Run("forgotten", ("SIMMER_DEBUG", "1"));

        errors = WithoutSlowSteps(errors);
        Assert.Contains("It was called in Main at ", errors[0], StringComparison.Ordinal);
        Assert.Contains("forgotten.cs:14.", errors[0], StringComparison.Ordinal);
        Assert.Contains("forgotten.cs:14", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_of_pitfall_1_awaits_in_the_end_and_is_not_reported()
    {
        (string[] output, string[] errors) = await Run("pitfall1");

        Assert.Equal(["<coroutine Fetch>", "data"], output);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Pitfall_2_says_what_holds_the_loop_while_it_does_and_for_how_long_in_all()
    {
        (string[] output, string[] errors) = await Run("pitfall2");

        Assert.Equal("Bad starts", output[0]);
        Assert.Matches(@"^Simmer: Task 'Task-1' has held the loop for \d+\.\d\d s in Bad, ", errors[0]);
        Assert.Contains(" in Bad, which begins at ", errors[0], StringComparison.Ordinal);
        Assert.Contains("await Asyncio.ToThread(…)", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("    awaited in Watch at ", errors[1], StringComparison.Ordinal);
        Assert.EndsWith(LineOf("pitfall2", "await work;"), errors[1], StringComparison.Ordinal);
        Assert.StartsWith("    awaited in Main at ", errors[2], StringComparison.Ordinal);
        Assert.EndsWith(LineOf("pitfall2", "await Watch(\"Bad\", Bad());"), errors[2], StringComparison.Ordinal);

        // How often it is said again is up to when the watchdog gets a processor.
        Assert.All(errors[3..^1], error => Assert.Contains(" s by now in Bad, ", error, StringComparison.Ordinal));
        Assert.Matches(@"^Simmer: Task 'Task-1' held the loop for at least \d+\.\d\d s in all in Bad, ", errors[^1]);
    }

    [Fact]
    public async Task Pitfall_2_says_nothing_if_it_is_told_to_ignore_it()
    {
        (_, string[] errors) = await Run("pitfall2", ("SIMMER_BLOCKING", "ignore"));

        Assert.Empty(errors);
    }

    [Fact]
    public async Task Pitfall_3_says_at_the_end_that_Hello_never_ran()
    {
        (string[] output, string[] errors) = await Run("pitfall3");

        Assert.Equal(["Hello() alone:", "Run(Hello()):", "Hello"], output);
        Assert.StartsWith(
            "Simmer: Coroutine 'Hello' was called and never awaited: its body never ran. The method is at ",
            Assert.Single(errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pitfall_3_says_in_debug_mode_where_Hello_was_called()
    {
        (_, string[] errors) = await Run("pitfall3", ("SIMMER_DEBUG", "1"));

        Assert.Contains(LineOf("pitfall3", "Hello(); //") + ".", WithoutSlowSteps(errors)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_ways_to_block_are_each_blamed_on_their_line()
    {
        (string[] output, _) = await Run("blocking");

        Assert.Empty(output.Where(line => line.StartsWith("WRONG", StringComparison.Ordinal)));
        Assert.Equal("50 of 50 blamed on the right line", output[^1]);
    }

    /// <summary>Debug mode also tells of steps that take long, which on a busy machine is any step.</summary>
    private static string[] WithoutSlowSteps(string[] errors) =>
        [.. errors.SkipWhile(line => !line.Contains("never awaited", StringComparison.Ordinal))];

    /// <summary>Where a statement stands in a sample: <c>pitfall2.cs:37</c>.</summary>
    private static string LineOf(string sample, string statement)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "samples", sample + ".cs"));
        return $"{sample}.cs:{Array.FindIndex(lines, line => line.TrimStart().StartsWith(statement, StringComparison.Ordinal)) + 1}";
    }

    private static async Task<(string[] Output, string[] Errors)> Run(string program, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "programs", program + ".dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("SIMMER_DEBUG");
        start.Environment.Remove("SIMMER_BLOCKING");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await output}{await errors}");
        return (Lines(await output), Lines(await errors));
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
