using System.Diagnostics;

namespace Simmer.Samples.Tests;

/// <summary>The samples as a reader runs them: one file, in real time.</summary>
[Trait("Category", "Slow")]
public sealed class DotnetRunTests
{
    [Fact]
    public async Task Hello_runs_from_its_file()
    {
        Assert.Equal(["Hello", "World"], await DotnetRun("hello"));
    }

    [Fact]
    public async Task A_sample_that_fetches_runs_from_its_file()
    {
        string[] output = await DotnetRun("fetch_urls");

        Assert.Equal(11, output.Length);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/posts/5: 200 \(146 bytes\)$", output[9]);
        Assert.Matches(@"^Total time: \d+\.\d\ds$", output[10]);
    }

    private static async Task<string[]> DotnetRun(string sample)
    {
        var start = new ProcessStartInfo("dotnet", ["run", $"samples/{sample}.cs"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing that the build starts is to outlive the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
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

        Assert.True(process.ExitCode == 0, $"dotnet run samples/{sample}.cs ended with {process.ExitCode}:\n{await output}{await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
