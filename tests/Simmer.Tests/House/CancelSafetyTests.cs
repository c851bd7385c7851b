using System.Xml.Linq;

namespace Simmer.Tests.House;

/// <summary>Holds the docs of every call that waits to saying what cancelling it does.</summary>
public sealed class CancelSafetyTests
{
    /// <summary>Calls whose docs say that they do not wait.</summary>
    private static readonly string[] s_exempt = ["Simmer.AsyncBarrier.Reset", "Simmer.AsyncBarrier.Abort"];

    private static Dictionary<string, XElement> Docs { get; } = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Simmer.xml"))
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    [Fact]
    public void Every_call_that_waits_says_what_cancelling_it_does()
    {
        HashSet<string> waiting =
        [
            .. typeof(EventLoop).Assembly.GetExportedTypes()
                .SelectMany(type => type.GetMethods())
                .Where(method => !method.IsSpecialName && Waits(method.ReturnType))
                .Where(method => method.ReturnType.Name.StartsWith("Coroutine", StringComparison.Ordinal)
                    || method.Name is "Gather" or "GatherOutcomes" or "Shield" or "RunInExecutor")
                .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"),
        ];
        Assert.InRange(waiting.Count, 30, int.MaxValue);

        var silent = Docs.Where(doc => doc.Key.StartsWith("M:", StringComparison.Ordinal))
            .Where(doc => waiting.Contains(NameOf(doc.Key)) && !s_exempt.Contains(NameOf(doc.Key)) && !Says(doc.Value))
            .Select(doc => doc.Key);

        Assert.Empty(silent);
    }

    private static bool Waits(Type type) => type == typeof(Coroutine) || type.Name == "Coroutine`1" || typeof(Future).IsAssignableFrom(type);

    /// <summary>The name in an id such as <c>M:Simmer.Asyncio.WaitFor``1(…)</c>.</summary>
    private static string NameOf(string id)
    {
        string name = id[2..].Split('(')[0];
        int arity = name.IndexOf("``", StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }

    // An override of .NET's has .NET's docs.
    private static bool Says(XElement doc) =>
        doc.Value.Contains("Cancel safety:", StringComparison.Ordinal)
        || (doc.Element("inheritdoc") is { } inherits && inherits.Attribute("cref") is null)
        || (doc.Element("inheritdoc")?.Attribute("cref") is { } other && Docs.TryGetValue(other.Value, out XElement? inherited) && Says(inherited));
}
