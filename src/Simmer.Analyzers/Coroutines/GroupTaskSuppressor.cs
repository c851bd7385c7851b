using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.Analyzers;

/// <summary>Takes back the compiler's CS4014 where a task is created in a group, which waits for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GroupTaskSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_inGroup = new("SIMS001", "CS4014", "A task group waits for its tasks, and fails with them");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [s_inGroup];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic unawaited in context.ReportedDiagnostics)
        {
            if (unawaited.Location.SourceTree is not { } tree)
            {
                continue;
            }

            SyntaxNode call = tree.GetRoot(context.CancellationToken).FindNode(unawaited.Location.SourceSpan, getInnermostNodeForTie: true);
            if (context.GetSemanticModel(tree).GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol { Name: "CreateTask" } method
                && method.ContainingType.FullName() is "Simmer.TaskGroup" or "Simmer.ResultGroup")
            {
                context.ReportSuppression(Suppression.Create(s_inGroup, unawaited));
            }
        }
    }
}
