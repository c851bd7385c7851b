namespace Simmer.Fuzz;

/// <summary>The differences that random programs show and that are left as they are.</summary>
internal static class Deliberate
{
    private static readonly (string Reason, Func<Node, bool> MayShow)[] s_rows =
    [
        (
            "With eager tasks, asyncio's gather subscribes to each child before it starts the next, which may end the one before; "
            + "Simmer's subscribes when all have started, and takes no iteration for those that are done by then.",
            static program => program[0] == "eager" && Has(program, static node => node.Op == "gather" && node.Kids.Length > 1)),
        (
            "A shield of a task that is done is that task in asyncio, and has its count of cancellations; in Simmer it is a future.",
            static program => Has(program, node => node is { Op: "let", Kids: [{ Op: "shield" }] }
                && Has(program, other => other.Op is "cancelling" or "uncancel" && other[0] == node[0]))),
    ];

    /// <summary>Why a program's trace may differ; null if it may not.</summary>
    internal static string? ReasonFor(Node program) => s_rows.FirstOrDefault(row => row.MayShow(program)).Reason;

    private static bool Has(Node node, Func<Node, bool> what) => what(node) || node.Kids.Any(kid => Has(kid, what));
}
