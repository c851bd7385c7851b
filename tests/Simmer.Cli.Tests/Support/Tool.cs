using System.Diagnostics;
using System.Text;

namespace Simmer.Cli.Tests.Support;

/// <summary>The built tool, run as a user runs it.</summary>
internal sealed class Tool : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private Tool(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Simmer.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal string Output => Read(_output);

    internal string Errors => Read(_errors);

    internal StreamWriter Input => _process.StandardInput;

    internal static Tool Start(params string[] arguments) => new(arguments);

    internal static async Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments)
    {
        using Tool tool = Start(arguments);
        tool.Input.Close();
        int exitCode = await tool.Ended();
        return (exitCode, tool.Output, tool.Errors);
    }

    internal async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
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

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
