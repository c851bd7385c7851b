using System.Diagnostics;
using System.Reflection;

namespace Simmer.Tests.Support;

/// <summary>A program in a process of its own, for what would end the tests as well.</summary>
/// <remarks>A program is a static method without parameters, named by its class and itself; it tells what it does line by line.</remarks>
internal sealed class OwnProcess : IDisposable
{
    internal const string Switch = "--program";
    private readonly Process _process;

    private OwnProcess(Process process) => _process = process;

    /// <summary>128 and the signal's number, if a signal has ended it.</summary>
    internal int ExitCode
    {
        get
        {
            Assert.True(_process.WaitForExit(Until.Patience), "The program does not end.");
            return _process.ExitCode;
        }
    }

    internal int Id => _process.Id;

    internal static OwnProcess Start(Action program, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        string path = Path.Combine(AppContext.BaseDirectory, typeof(OwnProcess).Assembly.GetName().Name!);
        string name = $"{program.Method.DeclaringType!.FullName}.{program.Method.Name}";
        var info = new ProcessStartInfo(path, [Switch, name]) { RedirectStandardOutput = true };
        foreach ((string variable, string value) in variables)
        {
            info.Environment[variable] = value;
        }

        return new OwnProcess(Process.Start(info)!);
    }

    internal static int RunProgram(string name)
    {
        int dot = name.LastIndexOf('.');
        MethodInfo method = typeof(OwnProcess).Assembly.GetType(name[..dot], throwOnError: true)!
            .GetMethod(name[(dot + 1)..], BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        method.CreateDelegate<Action>()();
        return 0;
    }

    /// <summary>The next line that it tells; null at its end.</summary>
    internal string? ReadLine()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Until.Patience), "The program says nothing.");
        return line.Result;
    }

    /// <summary>Everything that it tells, until its end.</summary>
    internal string ReadAll()
    {
        Task<string> rest = _process.StandardOutput.ReadToEndAsync();
        Assert.True(rest.Wait(Until.Patience), "The program does not end.");
        return rest.Result;
    }

    internal void Send(int signal) => Signal.Send(_process.Id, signal);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
