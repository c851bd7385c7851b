using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM015: <c>Task.Delay</c> where the loop's own sleep belongs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskDelayAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TaskDelay];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.Name == "Delay" && SimmerTypes.Same(call.TargetMethod.ContainingType, types.Task)
                    // A delay by the loop's clock is virtual with it.
                    && call.TargetMethod.Parameters.All(x => x.Type.Name != "TimeProvider")
                    && call.CoroutineAround(operation.ContainingSymbol, types) is not null)
                {
                    operation.ReportDiagnostic(Diagnostic.Create(
                        Rules.TaskDelay, call.Syntax.GetLocation(), Milliseconds.ToSeconds(call.Arguments[0].Value)));
                }
            },
            OperationKind.Invocation);
}
