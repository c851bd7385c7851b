using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM032: a lock, a semaphore or a scope that an iterator holds while its reader works.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HeldAcrossYieldAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.HeldAcrossYield];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationAction(
            operation =>
            {
                if (HeldAt(operation.Operation, types) is { } held)
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rules.HeldAcrossYield, operation.Operation.Syntax.GetLocation(), held));
                }
            },
            OperationKind.YieldReturn);

    private static string? HeldAt(IOperation yield, SimmerTypes types)
    {
        IOperation child = yield;
        for (IOperation? parent = yield.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            string? held = parent switch
            {
                ILockOperation gate when child == gate.Body => $"The lock of '{gate.LockedValue.Syntax}'",
                IUsingOperation scope when child == scope.Body => Held(scope.Resources, types),
                IBlockOperation block => block.Operations.TakeWhile(x => x != child).OfType<IUsingDeclarationOperation>()
                    .Select(x => Held(x.DeclarationGroup, types)).FirstOrDefault(x => x is not null),
                ITryOperation attempt when child == attempt.Body && attempt.Finally is { } last => last.Descendants().Select(Released).FirstOrDefault(x => x is not null),
                _ => null,
            };
            if (held is not null)
            {
                return held;
            }

            child = parent;
        }

        return null;
    }

    /// <summary>What a <c>using</c> holds, if it is a lock.</summary>
    private static string? Held(IOperation resources, SimmerTypes types)
    {
        IOperation? resource = resources.DescendantsAndSelf().FirstOrDefault(x => SimmerTypes.Same(x.Type, types.Releaser));
        if (resource is not null)
        {
            IInvocationOperation? acquired = resource.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault();
            return acquired?.Instance is { } owner ? $"'{owner.Syntax}'" : "The lock";
        }

        IOperation? scope = resources.DescendantsAndSelf().FirstOrDefault(x => x.Type?.Name == "Scope" && x.Type.ContainingType?.Name == "Lock");
        return scope is null ? null : "The lock";
    }

    private static string? Released(IOperation operation)
    {
        if (operation is not IInvocationOperation call)
        {
            return null;
        }

        return call.TargetMethod.FullName() switch
        {
            "Simmer.AsyncLock.Release" or "Simmer.AsyncSemaphore.Release" or "Simmer.AsyncCondition.Release" or "System.Threading.SemaphoreSlim.Release"
                or "System.Threading.Lock.Exit" or "System.Threading.Mutex.ReleaseMutex" => $"'{call.Instance?.Syntax}'",
            "System.Threading.Monitor.Exit" => $"The lock of '{call.Arguments[0].Value.Syntax}'",
            _ => null,
        };
    }
}
