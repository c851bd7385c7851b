using System.Diagnostics;
using System.Text;

namespace Simmer.Cli.Tests.Support;

/// <summary>The built tool, run as a user runs it.</summary>
internal sealed class Tool : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private Tool(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
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

    internal static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "Simmer.Cli.dll");

    internal static Tool Start(params string[] arguments) => new("dotnet", [Assembly, .. arguments]);

    internal static Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) => Run(Start(arguments));

    /// <summary>Runs a line of bash, in which <c>simmer</c> is the tool.</summary>
    internal static Task<(int ExitCode, string Output, string Errors)> RunInShell(string line) =>
        Run(StartInShell($"simmer() {{ dotnet '{Assembly}' \"$@\"; }}; {line}"));

    internal static Tool StartInShell(string script) => new("bash", "-c", script);

    private static async Task<(int ExitCode, string Output, string Errors)> Run(Tool started)
    {
        using Tool tool = started;
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
