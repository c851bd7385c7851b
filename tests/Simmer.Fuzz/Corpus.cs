using System.IO.Compression;

namespace Simmer.Fuzz;

/// <summary>Programs and the traces that CPython left of them: a line a program, its trace indented below it.</summary>
internal static class Corpus
{
    internal const string Resource = "corpus.txt.gz";

    internal static IEnumerable<(Node Program, List<string> Trace)> Read()
    {
        using Stream stream = typeof(Corpus).Assembly.GetManifestResourceStream(Resource)!;
        foreach ((Node, List<string>) entry in Read(stream))
        {
            yield return entry;
        }
    }

    internal static IEnumerable<(Node Program, List<string> Trace)> Read(Stream stream)
    {
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        Node? program = null;
        var trace = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(' '))
            {
                trace.Add(line[1..]);
                continue;
            }

            if (program is not null)
            {
                yield return (program, trace);
            }

            program = Node.Parse(line);
            trace = [];
        }

        if (program is not null)
        {
            yield return (program, trace);
        }
    }

    internal static void Write(string path, IEnumerable<(Node Program, List<string> Trace)> entries)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.SmallestSize)) { NewLine = "\n" };
        foreach ((Node program, List<string> trace) in entries)
        {
            writer.WriteLine(program);
            foreach (string line in trace)
            {
                writer.WriteLine($" {line}");
            }
        }
    }
}
