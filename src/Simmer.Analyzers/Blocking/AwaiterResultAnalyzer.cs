using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM014: <c>GetAwaiter().GetResult()</c> of a coroutine, which has not run yet, or of a task just made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AwaiterResultAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AwaiterResult];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.Name != "GetResult"
                    || call.Instance?.Core() is not IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } instance })
                {
                    return;
                }

                string? what = types.IsCoroutine(instance.Type) ? "a coroutine"
                    : types.IsFuture(instance.Type) && instance.Core() is IInvocationOperation ? "a task"
                    : null;
                if (what is not null)
                {
                    IMethodSymbol? function = call.FunctionSymbol(operation.ContainingSymbol);
                    string advice = function is { IsAsync: true } && !function.IsEntryPoint(operation.Compilation, operation.CancellationToken)
                        ? $"write 'await {instance.Written()}'"
                        : $"write 'Run({instance.Syntax})' where no loop runs yet, or await it in a coroutine";
                    operation.ReportDiagnostic(Diagnostic.Create(Rules.AwaiterResult, call.Syntax.GetLocation(), what, advice));
                }
            },
            OperationKind.Invocation);
}
