using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Simmer.Analyzers;

namespace Simmer.CodeFixes;

/// <summary>Where an await may stand.</summary>
internal static class Places
{
    /// <summary>Whether an expression may be awaited: its own function is async and has a loop, and nothing around it forbids it.</summary>
    /// <remarks>A lambda has to stay what its receiver takes. No loop runs in the entry point.</remarks>
    internal static bool MayAwait(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation) =>
        model.GetEnclosingSymbol(expression.SpanStart, cancellation) is IMethodSymbol { IsAsync: true } function
        && !function.IsEntryPoint(model.Compilation, cancellation)
        && !expression.Ancestors().Any(x => x is LockStatementSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax)
        && !IsAfterQuestionMark(expression);

    // Of task?.Result a part would be awaited.
    private static bool IsAfterQuestionMark(ExpressionSyntax expression) => expression.Ancestors()
        .TakeWhile(x => x is ExpressionSyntax)
        .Any(x => x is ConditionalAccessExpressionSyntax access && access.WhenNotNull.Span.Contains(expression.Span));
}
