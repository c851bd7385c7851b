using System.Reflection;
using System.Text.RegularExpressions;
using Samples;
using Simmer.Testing;

namespace Simmer.Samples.Tests;

/// <summary>What a sample did when it ran on virtual time.</summary>
/// <param name="Output">What it printed, line by line; the server's port is cut out of addresses.</param>
/// <param name="Seconds">How long it took, in virtual time.</param>
internal sealed partial record SampleRun(string[] Output, double Seconds)
{
    /// <summary>The clock of the run under way.</summary>
    internal static VirtualClock Clock { get; private set; } = new();

    /// <summary>Runs a sample that fetches nothing.</summary>
    internal static SampleRun Of(string name, params string[] args) => Of(name, TimeProvider.System, args);

    /// <summary>Runs a sample against a server that answers when so many requests have come together.</summary>
    internal static SampleRun Fetching(string name, int together) => Of(name, new ServerClock(together), []);

    private static SampleRun Of(string name, TimeProvider serverClock, string[] args)
    {
        MethodInfo program = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "samples", name + ".dll")).EntryPoint!;
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Clock = new VirtualClock();
        PostServer.Clock = serverClock;
        Console.SetOut(output);
        try
        {
            Clock.Run(() => program.CreateDelegate<Action<string[]>>()(args));
        }
        finally
        {
            Console.SetOut(console);
            PostServer.Clock = TimeProvider.System;
        }

        return new SampleRun(ServerAddress().Replace(output.ToString(), "http://server").Split('\n')[..^1], Clock.Seconds);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex ServerAddress();
}
