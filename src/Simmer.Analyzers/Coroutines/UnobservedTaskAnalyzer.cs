using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM005: a task, or a gather of them, whose result and error nobody sees.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnobservedTaskAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnobservedTask];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationBlockStartAction(block =>
        {
            var kept = new ConcurrentBag<(IInvocationOperation Call, ILocalSymbol Local)>();
            block.RegisterOperationAction(operation => Invocation(operation, types, kept), OperationKind.Invocation);
            block.RegisterOperationBlockEndAction(end => End(end, kept));
        });

    private static void Invocation(
        OperationAnalysisContext context, SimmerTypes types, ConcurrentBag<(IInvocationOperation Call, ILocalSymbol Local)> kept)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!types.IsFuture(call.Type) || !Spawns(call.TargetMethod, types))
        {
            return;
        }

        var (use, by) = Uses.Of(call);
        switch (use)
        {
            case Use.Dropped:
                Report(context.ReportDiagnostic, call);
                break;
            case Use.Local when by is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                kept.Add((call, declarator.Symbol));
                break;
        }
    }

    private static void End(OperationBlockAnalysisContext context, ConcurrentBag<(IInvocationOperation Call, ILocalSymbol Local)> kept)
    {
        if (kept.IsEmpty)
        {
            return;
        }

        var flows = new Flows(context);
        foreach (var (call, local) in kept)
        {
            if (!flows.IsReadAnywhere(local))
            {
                Report(context.ReportDiagnostic, call);
            }
        }
    }

    // A task group waits for its tasks, and fails with them. What only looks at futures hands out no new one.
    private static bool Spawns(IMethodSymbol method, SimmerTypes types) =>
        method.Name is "CreateTask" or "EnsureFuture" or "Gather" or "GatherOutcomes" or "Shield" or "WrapFuture" or "RunInExecutor"
        && (SimmerTypes.Same(method.ContainingType, types.Asyncio) || SimmerTypes.Same(method.ContainingType, types.EventLoop));

    private static void Report(Action<Diagnostic> report, IInvocationOperation call) =>
        report(Diagnostic.Create(Rules.UnobservedTask, call.Syntax.GetLocation(), call.TargetMethod.Name));
}
