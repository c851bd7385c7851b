using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.Analyzers;

/// <summary>SIM013: a <c>lock</c> in a coroutine that awaits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.LockInCoroutine];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation.CoroutineAround(operation.ContainingSymbol, types) is { } coroutine
                    && Awaits(coroutine, operation.CancellationToken)
                    && !Allowances.Allow(operation.Operation, operation.ContainingSymbol, types))
                {
                    SyntaxToken keyword = ((LockStatementSyntax)operation.Operation.Syntax).LockKeyword;
                    operation.ReportDiagnostic(Diagnostic.Create(Rules.LockInCoroutine, keyword.GetLocation()));
                }
            },
            OperationKind.Lock);

    private static bool Awaits(IMethodSymbol coroutine, CancellationToken cancellation) =>
        coroutine.DeclaringSyntaxReferences.Any(x => x.GetSyntax(cancellation).DescendantTokens().Any(token => token.IsKind(SyntaxKind.AwaitKeyword)));
}
