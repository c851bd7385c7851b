using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM030: an async function that returns void, unless it handles an event.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AsyncVoid];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types)
    {
        context.RegisterSymbolAction(
            symbol =>
            {
                if (IsAsyncVoid((IMethodSymbol)symbol.Symbol) && !IsForced((IMethodSymbol)symbol.Symbol))
                {
                    Report(symbol.ReportDiagnostic, symbol.Symbol.Locations[0], $"method '{symbol.Symbol.Name}'", "");
                }
            },
            SymbolKind.Method);
        context.RegisterOperationAction(
            operation =>
            {
                var local = ((ILocalFunctionOperation)operation.Operation).Symbol;
                if (IsAsyncVoid(local))
                {
                    Report(operation.ReportDiagnostic, local.Locations[0], $"local function '{local.Name}'", "");
                }
            },
            OperationKind.LocalFunction);
        context.RegisterOperationAction(
            operation =>
            {
                var lambda = (IAnonymousFunctionOperation)operation.Operation;
                if (IsAsyncVoid(lambda.Symbol) && lambda.Syntax is AnonymousFunctionExpressionSyntax { AsyncKeyword: var keyword }
                    && !IsAddedToEvent(lambda))
                {
                    string advice = Functions.IsLoopCallback(lambda) ? ", and give the loop a callback that makes a task of it" : ", to a parameter that takes one";
                    Report(operation.ReportDiagnostic, keyword.GetLocation(), "lambda", advice);
                }
            },
            OperationKind.AnonymousFunction);
    }

    private static void Report(Action<Diagnostic> report, Location location, string what, string advice) =>
        report(Diagnostic.Create(Rules.AsyncVoid, location, what, advice));

    // The signature of an event handler asks for it: (object sender, EventArgs e).
    private static bool IsAsyncVoid(IMethodSymbol method) =>
        method is { IsAsync: true, ReturnsVoid: true }
        && !(method.Parameters.Length == 2 && method.Parameters[0].Type.SpecialType == SpecialType.System_Object && IsEventArgs(method.Parameters[1].Type));

    private static bool IsForced(IMethodSymbol method) =>
        method.IsOverride
        || !method.ExplicitInterfaceImplementations.IsEmpty
        || method.ContainingType.AllInterfaces.SelectMany(x => x.GetMembers(method.Name))
            .Any(x => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(x), method));

    private static bool IsEventArgs(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "EventArgs")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAddedToEvent(IAnonymousFunctionOperation lambda)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IEventAssignmentOperation;
    }
}
