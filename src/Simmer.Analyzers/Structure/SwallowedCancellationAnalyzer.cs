using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM031: a catch in a coroutine that takes its cancellation and does not pass it on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedCancellationAnalyzer : SimmerAnalyzer
{
    private static readonly HashSet<string> s_keepers =
        ["Add", "TryAdd", "Enqueue", "Push", "SetException", "TrySetException", "Complete", "TryComplete"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.SwallowedCancellation];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Try);

    private static void Analyze(OperationAnalysisContext context, SimmerTypes types)
    {
        var attempt = (ITryOperation)context.Operation;
        if (attempt.Catches.IsEmpty || !types.IsCoroutineMethod(attempt.FunctionSymbol(context.ContainingSymbol)))
        {
            return;
        }

        IOperation[]? awaits = null;
        foreach (ICatchClauseOperation clause in attempt.Catches)
        {
            bool named = SimmerTypes.Same(clause.ExceptionType, types.CancelledException)
                || SimmerTypes.Same(clause.ExceptionType, types.OperationCanceledException);
            if (!named && !CatchesEverything(clause, types))
            {
                continue;
            }

            if (clause.Filter is not null)
            {
                // What the filter lets through cannot be known; one that is about cancellation has been thought of.
                if (MentionsCancellation(clause.Filter))
                {
                    return;
                }

                continue;
            }

            awaits ??= [.. OwnOperations(attempt.Body).Where(IsAwait)];
            if (awaits.Length > 0 && !PassesOn(clause) && !IsExpected(attempt, awaits, named, types))
            {
                SyntaxToken keyword = ((CatchClauseSyntax)clause.Syntax).CatchKeyword;
                string advice = named
                    ? "end it with 'throw;'"
                    : "add 'when (e is not CancelledException)', or a 'catch (CancelledException) { throw; }' before it";
                context.ReportDiagnostic(Diagnostic.Create(Rules.SwallowedCancellation, keyword.GetLocation(), advice));
            }

            // The clauses after it never see a cancellation.
            return;
        }
    }

    private static bool CatchesEverything(ICatchClauseOperation clause, SimmerTypes types) =>
        clause.ExceptionType is null
        || clause.ExceptionType.SpecialType == SpecialType.System_Object
        || SimmerTypes.Same(clause.ExceptionType, types.Exception)
        || SimmerTypes.Same(clause.ExceptionType, types.SystemException);

    private static bool MentionsCancellation(IOperation filter) =>
        filter.Syntax.DescendantNodesAndSelf().Any(x => x is SimpleNameSyntax { Identifier.ValueText: var name } && IsAboutCancellation(name));

    private static bool IsAboutCancellation(string name) =>
        name is "CancelledException" or "OperationCanceledException" or "CancelRequested" or "Cancelling" or "IsCancellationRequested";

    // A handler that throws on some path has told cancellation from the rest; Uncancel takes it back in form. One that keeps
    // the exception, or returns it, leaves the decision to others.
    private static bool PassesOn(ICatchClauseOperation clause)
    {
        ISymbol? caught = (clause.ExceptionDeclarationOrExpression as IVariableDeclaratorOperation)?.Symbol;
        return OwnOperations(clause.Handler).Any(x => x switch
        {
            IThrowOperation => true,
            IInvocationOperation call => call.TargetMethod.Name is "Uncancel" or "Throw" or "FailFast" or "Exit",
            ILocalReferenceOperation reference => SimmerTypes.Same(reference.Local, caught) && IsKept(reference),
            _ => false,
        });
    }

    private static bool IsKept(IOperation exception)
    {
        bool whole = true;
        IOperation child = exception;
        for (IOperation? parent = exception.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            switch (parent)
            {
                case IReturnOperation:
                case IVariableInitializerOperation or IAssignmentOperation when whole:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var taker } } when whole && s_keepers.Contains(taker):
                    return true;
                // What is kept of e.Message is no exception.
                case IMemberReferenceOperation:
                case IInvocationOperation { Instance: { } instance } when instance == child:
                    whole = false;
                    break;
            }

            child = parent;
        }

        return false;
    }

    private static bool IsAwait(IOperation operation) => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true }
        or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };

    /// <summary>Whether the cancellation may be another's: that of a task which this function has cancelled, or only awaits.</summary>
    private static bool IsExpected(ITryOperation attempt, IOperation[] awaits, bool named, SimmerTypes types)
    {
        if (named && awaits.All(x => x is IAwaitOperation { Operation.Type: var type } && types.IsFuture(type)))
        {
            return true;
        }

        IOperation function = attempt.EnclosingFunction() ?? Root(attempt);
        return function.Descendants().Any(x => x is IInvocationOperation { TargetMethod.Name: "Cancel", Instance: { } cancelled }
            && x.Syntax.SpanStart < attempt.Syntax.Span.End
            && Named(cancelled) is { } symbol
            && awaits.Any(await => await.Descendants().Any(part => SimmerTypes.Same(Named(part), symbol))));
    }

    private static ISymbol? Named(IOperation operation) => operation.Core() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is not null)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>What a block does itself: not what functions within it do.</summary>
    private static IEnumerable<IOperation> OwnOperations(IOperation block)
    {
        foreach (IOperation child in block.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            yield return child;
            foreach (IOperation inner in OwnOperations(child))
            {
                yield return inner;
            }
        }
    }
}
