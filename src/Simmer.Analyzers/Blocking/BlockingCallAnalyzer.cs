using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM010, SIM011, SIM012, SIM021: what blocks the loop's thread, or runs a loop inside it, in a coroutine or through a helper.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.WaitingCall, Rules.SynchronousIO, Rules.BlockingHelper, Rules.NestedRun];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types)
    {
        var calls = new BlockingCalls(context.Compilation, context.Options, context.CancellationToken);
        var helpers = new BlockingHelpers(calls, types);
        context.RegisterOperationAction(
            operation => Analyze(operation, calls, helpers, types),
            OperationKind.Invocation,
            OperationKind.PropertyReference,
            OperationKind.ObjectCreation,
            OperationKind.MethodReference);
    }

    private static void Analyze(OperationAnalysisContext context, BlockingCalls calls, BlockingHelpers helpers, SimmerTypes types)
    {
        IOperation operation = context.Operation;
        if (BlockingHelpers.MemberOf(operation) is not { } member)
        {
            return;
        }

        bool isReference = operation is IMethodReferenceOperation;
        BlockingCall? call = calls.Find(member);
        if (call is null && !helpers.MayBlock(member, context.Compilation))
        {
            return;
        }

        if (WhereOnTheLoop(operation, context.ContainingSymbol, types) is not { } where || Allowances.Allow(operation, context.ContainingSymbol, types))
        {
            return;
        }

        if (call is not null)
        {
            if (!Waits.MayNotWait(operation))
            {
                Report(context, operation, call, where, BlockingHelpers.NameOf(operation), null);
            }
        }
        else if (helpers.Find((IMethodSymbol)member, context.Compilation, context.CancellationToken) is { } found)
        {
            string name = isReference ? member.Name : BlockingHelpers.NameOf(operation);
            Report(context, operation, found.Call, where, name, found.Chain);
        }
    }

    private static void Report(
        OperationAnalysisContext context, IOperation operation, BlockingCall call, string where, string name, ImmutableArray<string>? chain)
    {
        Location location = operation.Syntax.GetLocation();
        string path = chain is { } steps ? string.Join(" → ", steps.Insert(0, name)) : name;
        context.ReportDiagnostic(call.Kind switch
        {
            BlockingKind.Run => Diagnostic.Create(Rules.NestedRun, location, path, where),
            _ when chain is not null => Diagnostic.Create(Rules.BlockingHelper, location, name, path, call.Reason),
            BlockingKind.Waits => Diagnostic.Create(Rules.WaitingCall, location, name, call.Reason, call.Advice),
            _ => Diagnostic.Create(Rules.SynchronousIO, location, name, call.Reason, call.Advice),
        });
    }

    /// <summary>What runs an operation on the loop's thread, or null if that is not certain.</summary>
    private static string? WhereOnTheLoop(IOperation operation, ISymbol containingSymbol, SimmerTypes types)
    {
        // A method group runs where the method runs that it is given to.
        if (operation is IMethodReferenceOperation reference)
        {
            switch (Functions.ReceiverOf(reference))
            {
                case Functions.Receiver.Loop:
                    return "a callback of the loop runs on one";
                case Functions.Receiver.Spot:
                    break;
                default:
                    return null;
            }
        }

        if (operation.CoroutineAround(containingSymbol, types) is not null)
        {
            return "a coroutine runs on one";
        }

        return operation.EnclosingFunction() is IAnonymousFunctionOperation lambda && Functions.IsLoopCallback(lambda)
            ? "a callback of the loop runs on one"
            : null;
    }
}
