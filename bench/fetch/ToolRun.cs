using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Simmer.FetchRuns;

/// <summary>One run of the built tool, as a process of its own.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly Process _process;

    /// <param name="arguments">What follows <c>simmer fetch --jsonl -</c>.</param>
    internal ToolRun(params string[] arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "Simmer.Cli.dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [tool, "fetch", "--jsonl", "-", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.Start();

        // What failed stands in the records.
        _process.BeginErrorReadLine();
    }

    /// <summary>The most memory it held so far, in bytes; the system keeps count.</summary>
    internal long Peak { get; private set; }

    internal TimeSpan Processor { get; private set; }

    /// <summary>Calls this with each record, as it comes, until the tool has ended.</summary>
    /// <returns>The exit code.</returns>
    internal async Task<int> Read(Action<JsonElement> record)
    {
        using var watching = new CancellationTokenSource();
        Task watch = Watch(watching.Token);
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            record(document.RootElement);
        }

        Look();
        await _process.WaitForExitAsync();
        await watching.CancelAsync();
        await watch;
        return _process.ExitCode;
    }

    /// <summary>What Ctrl-C does.</summary>
    internal void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task Watch(CancellationToken token)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (await timer.WaitForNextTickAsync(token))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The tool has ended.
        }
    }

    private void Look()
    {
        try
        {
            _process.Refresh();
            Peak = Math.Max(Peak, _process.PeakWorkingSet64);
            Processor = _process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It ended in this moment.
        }
    }
}
