using System.Collections.Concurrent;
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

    // A designer's part of the type may add the handler to its event.
    private protected override bool SeesGeneratedCode => true;

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types)
    {
        context.RegisterSymbolStartAction(
            type =>
            {
                var suspects = new ConcurrentDictionary<IMethodSymbol, string>(SymbolEqualityComparer.Default);
                var handlers = new ConcurrentDictionary<IMethodSymbol, byte>(SymbolEqualityComparer.Default);
                foreach (IMethodSymbol method in ((INamedTypeSymbol)type.Symbol).GetMembers().OfType<IMethodSymbol>().Where(x => !x.IsImplicitlyDeclared && IsAsyncVoid(x) && !IsForced(x)))
                {
                    suspects.TryAdd(method, "method");
                }

                type.RegisterOperationAction(
                    operation =>
                    {
                        var local = ((ILocalFunctionOperation)operation.Operation).Symbol;
                        if (IsAsyncVoid(local))
                        {
                            suspects.TryAdd(local, "local function");
                        }
                    },
                    OperationKind.LocalFunction);
                type.RegisterOperationAction(
                    operation =>
                    {
                        if (HandlerOf((IEventAssignmentOperation)operation.Operation) is { } handler)
                        {
                            handlers.TryAdd(handler.OriginalDefinition, 0);
                        }
                    },
                    OperationKind.EventAssignment);
                type.RegisterSymbolEndAction(end =>
                {
                    foreach (var suspect in suspects.Where(x => !handlers.ContainsKey(x.Key)))
                    {
                        Report(end.ReportDiagnostic, suspect.Key.Locations[0], $"{suspect.Value} '{suspect.Key.Name}'", "");
                    }
                });
            },
            SymbolKind.NamedType);
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

    /// <summary>The method that is added to an event by its name.</summary>
    private static IMethodSymbol? HandlerOf(IEventAssignmentOperation assignment)
    {
        IOperation handler = assignment.HandlerValue.Core();
        return (handler is IDelegateCreationOperation creation ? creation.Target.Core() : handler) is IMethodReferenceOperation reference ? reference.Method : null;
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
