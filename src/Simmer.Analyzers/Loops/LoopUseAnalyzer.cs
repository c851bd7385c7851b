using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM020, SIM022: a loop's API where no loop can be running, or on another thread than the loop's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopUseAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NoLoop, Rules.OffTheLoop];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, SimmerTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (LoopApi.NeedsThread(call, types) is not { } advice)
        {
            return;
        }

        IOperation at = call;
        while (at.EnclosingFunction() is { } function)
        {
            if (function is not IAnonymousFunctionOperation lambda)
            {
                return;
            }

            if (Functions.ThreadStarter(lambda) is { } starter)
            {
                if (!types.IsCoroutineMethod(lambda.Symbol) && !HasLoopOfItsOwn(lambda, call, types))
                {
                    context.ReportDiagnostic(Diagnostic.Create(Rules.OffTheLoop, call.Syntax.GetLocation(), LoopApi.NameOf(call), starter, advice));
                }

                return;
            }

            if (!Functions.IsCalledOnTheSpot(lambda))
            {
                return;
            }

            at = lambda;
        }

        if (LoopApi.NeedsRunningLoop(call, types) && WhereNoLoopRuns(context) is { } where)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoLoop, call.Syntax.GetLocation(), LoopApi.NameOf(call), where));
        }
    }

    /// <summary>Why no loop runs where a member's own code stands, or null if one may.</summary>
    private static string? WhereNoLoopRuns(OperationAnalysisContext context)
    {
        switch (context.ContainingSymbol)
        {
            case IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true }:
                return "while a type is initialized";
            case IMethodSymbol { MethodKind: MethodKind.StaticConstructor }:
                return "while a type is initialized";
            case IMethodSymbol method when method.GetAttributes().Any(x => x.AttributeClass?.Name == "ModuleInitializerAttribute"):
                return "while a module is initialized";
            case IMethodSymbol method when method.IsEntryPoint(context.Compilation, context.CancellationToken):
                return "in the program's entry point itself";
            default:
                return null;
        }
    }

    // A thread that makes a loop, or runs one, uses its own.
    private static bool HasLoopOfItsOwn(IAnonymousFunctionOperation lambda, IInvocationOperation call, SimmerTypes types)
    {
        if (call.Instance?.Core() is ILocalReferenceOperation { Local: var local } && SimmerTypes.Same(local.ContainingSymbol, lambda.Symbol))
        {
            return true;
        }

        return lambda.Descendants().Any(x => x is IObjectCreationOperation creation
            && (SimmerTypes.Same(creation.Type, types.EventLoop) || SimmerTypes.Same(creation.Type, types.Runner)));
    }
}
