using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Simmer.Analyzers;

/// <summary>The calls that block, as one compilation knows them: Simmer's list and the project's own.</summary>
internal sealed class BlockingCalls
{
    private const string ProjectFile = "Simmer.Blocking.txt";
    private const string AddOption = "simmer.blocking_calls";
    private const string AllowOption = "simmer.allowed_blocking_calls";

    private static readonly Lazy<ImmutableArray<BlockingCall>> s_known = new(ReadKnown);

    private readonly Dictionary<INamedTypeSymbol, Dictionary<string, BlockingCall>> _types = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    internal BlockingCalls(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        var calls = s_known.Value.ToDictionary(call => call.Type + "." + call.Member, StringComparer.Ordinal);
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            if (Path.GetFileName(file.Path).Equals(ProjectFile, StringComparison.OrdinalIgnoreCase) && file.GetText(cancellation) is { } text)
            {
                Read(text.Lines.Select(line => line.ToString()), calls);
            }
        }

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            AnalyzerConfigOptions settings = options.AnalyzerConfigOptionsProvider.GetOptions(tree);
            Read(Items(settings, AddOption, ""), calls);
            Read(Items(settings, AllowOption, "- "), calls);
        }

        foreach (BlockingCall call in calls.Values)
        {
            if (compilation.GetTypeByMetadataName(call.Type) is not { } type)
            {
                continue;
            }

            if (!_types.TryGetValue(type, out var members))
            {
                _types[type] = members = new Dictionary<string, BlockingCall>(StringComparer.Ordinal);
            }

            members[call.Member] = call;
            _names.Add(call.Member);
        }
    }

    /// <summary>The line of the list that a member falls under, its own or that of a type it derives from.</summary>
    internal BlockingCall? Find(ISymbol member)
    {
        if (!_names.Contains(member.Name))
        {
            return null;
        }

        for (INamedTypeSymbol? type = member.ContainingType; type is not null; type = type.BaseType)
        {
            if (_types.TryGetValue(type.OriginalDefinition, out var members) && members.TryGetValue(member.Name, out BlockingCall? call))
            {
                return call;
            }
        }

        return null;
    }

    private static IEnumerable<string> Items(AnalyzerConfigOptions options, string key, string prefix) =>
        options.TryGetValue(key, out string? value)
            ? value.Split(',').Select(item => item.Trim()).Where(item => item.Length > 0).Select(item => prefix + item)
            : [];

    private static void Read(IEnumerable<string> lines, Dictionary<string, BlockingCall> calls)
    {
        BlockingKind kind = BlockingKind.IO;
        foreach (string raw in lines)
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            switch (line)
            {
                case "[waits]":
                    kind = BlockingKind.Waits;
                    continue;
                case "[io]":
                    kind = BlockingKind.IO;
                    continue;
                case "[run]":
                    kind = BlockingKind.Run;
                    continue;
            }

            if (line[0] == '-')
            {
                calls.Remove(line.Substring(1).Trim());
                continue;
            }

            string[] parts = line.Split('|');
            string name = parts[0].Trim();
            int dot = name.LastIndexOf('.');
            if (dot > 0)
            {
                calls[name] = new BlockingCall(
                    kind,
                    name.Substring(0, dot),
                    name.Substring(dot + 1),
                    parts.Length > 1 ? parts[1].Trim() : "is on this project's list of blocking calls",
                    parts.Length > 2 ? parts[2].Trim() : "call it with 'await ToThread(() => …)'");
            }
        }
    }

    private static ImmutableArray<BlockingCall> ReadKnown()
    {
        using Stream stream = typeof(BlockingCalls).Assembly.GetManifestResourceStream("BlockingCalls.txt");
        var calls = new Dictionary<string, BlockingCall>(StringComparer.Ordinal);
        Read(SourceText.From(stream).Lines.Select(line => line.ToString()), calls);
        return [.. calls.Values];
    }
}
