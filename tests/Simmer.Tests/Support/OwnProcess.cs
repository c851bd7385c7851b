using System.Diagnostics;
using System.Reflection;

namespace Simmer.Tests.Support;

/// <summary>A process that runs one static method of the tests: for what would end the tests, or could not be told apart in them.</summary>
internal sealed class OwnProcess : IDisposable
{
    internal const string Switch = "--own-process";
    private readonly Process _process;
    private readonly Task<string> _errors;

    private OwnProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a process that runs <paramref name="method"/>, which captures nothing, with additional variables, or options, of <c>env</c>.</summary>
    internal static OwnProcess Start(Action method, params string[] variables)
    {
        MethodInfo info = method.Method;
        string program = Path.Combine(AppContext.BaseDirectory, typeof(OwnProcess).Assembly.GetName().Name!);

        // A process that a shell started in the background ignores Ctrl-C, and passes that on to its children.
        return new OwnProcess(Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT", .. variables, program, Switch, info.DeclaringType!.FullName!, info.Name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    internal static void Invoke(string type, string method) =>
        typeof(OwnProcess).Assembly.GetType(type)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>The next line that the process prints.</summary>
    internal string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Presses Ctrl-C.</summary>
    internal void Interrupt() => Send(Signal.Interrupt);

    internal void Send(int signal) => Signal.Send(_process.Id, signal);

    /// <summary>Waits for the end; gives what was printed since the last line read, and the errors.</summary>
    internal (int ExitCode, string Output, string Errors) End()
    {
        string output = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(Until.Patience), "The process does not end.");
        return (_process.ExitCode, output, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
