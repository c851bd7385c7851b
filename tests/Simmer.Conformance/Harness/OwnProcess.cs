using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer.Conformance;

/// <summary>Plays a case in a process of its own: a signal would end the tests as well.</summary>
internal static class OwnProcess
{
    internal const string Switch = "--play";

    /// <summary>Starts this program again to play the calling case, and compares what it printed.</summary>
    internal static void Run([CallerMemberName] string method = "")
    {
        string id = CaseAttribute.IdOf(method);
        string program = Path.Combine(AppContext.BaseDirectory, typeof(OwnProcess).Assembly.GetName().Name!);

        // A process that a shell started in the background ignores Ctrl-C, and passes that on to its children.
        using Process process = Process.Start(
            new ProcessStartInfo("env", ["--default-signal=INT", program, Switch, id]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), $"{id} does not end.");
        Verdict.On(id, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }

    internal static int Play(string id)
    {
        foreach (string line in Cases.Play(CasesSignal.Bodies[id]))
        {
            Console.WriteLine(line);
        }

        return 0;
    }
}
