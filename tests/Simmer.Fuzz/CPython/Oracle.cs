using System.Diagnostics;
using System.Text.Json;

namespace Simmer.Fuzz;

/// <summary>A CPython that plays programs.</summary>
internal sealed class Oracle : IDisposable
{
    private readonly Process _process;
    private readonly string _script = Path.Combine(Path.GetTempPath(), $"simmer-fuzz-{Guid.NewGuid():N}.py");

    internal Oracle(string python)
    {
        using (Stream source = typeof(Oracle).Assembly.GetManifestResourceStream("oracle.py")!)
        using (FileStream file = File.Create(_script))
        {
            source.CopyTo(file);
        }

        _process = Process.Start(new ProcessStartInfo(python, ["-B", _script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Python = Version.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{python} did not start."));
    }

    internal Version Python { get; }

    /// <summary>Plays programs, and gives their traces in the same order.</summary>
    internal IEnumerable<List<string>> Play(IReadOnlyCollection<Node> programs)
    {
        // From a thread of its own: the pipes hold less than a batch, and each side would wait for the other.
        var writer = new Thread(() =>
        {
            foreach (Node program in programs)
            {
                var request = new { source = PythonPrinter.Print(program), eager = program[0] == "eager" };
                _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
            }

            _process.StandardInput.Flush();
        });
        writer.Start();
        foreach (Node program in programs)
        {
            string answer = _process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"CPython ended, at the latest at:\n{PythonPrinter.Print(program)}");
            yield return JsonSerializer.Deserialize<List<string>>(answer)!;
        }

        writer.Join();
    }

    internal List<string> Play(Node program) => Play([program]).First();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_script);
    }
}
