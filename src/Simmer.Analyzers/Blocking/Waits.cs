using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>Tells the waits that end at once: no time is given to them, or what they wait for has ended.</summary>
internal static class Waits
{
    internal static bool MayNotWait(IOperation operation) => operation switch
    {
        IInvocationOperation call => HasNoTime(call) || HasEnded(Awaited(call)),
        IPropertyReferenceOperation property => HasEnded(property.Instance),
        _ => false,
    };

    private static bool HasNoTime(IInvocationOperation call)
    {
        var time = call.Arguments.FirstOrDefault(x => x.Parameter is { Type: var type } && (type.SpecialType == SpecialType.System_Int32 || type.Name == "TimeSpan"));
        if (call.TargetMethod.Name == "TryEnter")
        {
            return time is null || IsZero(time.Value);
        }

        return time is not null
            && call.TargetMethod.Name is "Sleep" or "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "Join" or "Poll" or "SpinWait" or "WaitForExit"
            && IsZero(time.Value);
    }

    private static bool IsZero(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: 0 }
        || value.Core() is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };

    /// <summary>The task whose end a call waits for.</summary>
    private static IOperation? Awaited(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("Wait" or "GetResult"))
        {
            return null;
        }

        IOperation? task = call.Instance?.Core();
        while (task is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" } inner)
        {
            task = inner.Instance?.Core();
        }

        return task;
    }

    /// <summary>Whether code before it has awaited a task, or asked whether it has ended.</summary>
    private static bool HasEnded(IOperation? task)
    {
        task = task?.Core();
        if (task is null || Subject(task) is not { } subject)
        {
            return false;
        }

        IOperation root = task;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        foreach (IOperation before in root.Descendants())
        {
            // Of await Save(task.Result) the result comes first.
            if (before.Syntax.SpanStart >= task.Syntax.SpanStart || (before is IAwaitOperation && before.Syntax.Span.Contains(task.Syntax.Span)))
            {
                continue;
            }

            switch (before)
            {
                case IAwaitOperation await when Mentions(await, subject):
                case IPropertyReferenceOperation asked when AsksForTheEnd(asked) && asked.Instance is { } instance && Mentions(instance, subject):
                case IIsPatternOperation test when test.Pattern.DescendantsAndSelf().Any(AsksForTheEnd)
                    && (Mentions(test.Value, subject) || test.Pattern.DescendantsAndSelf().Any(x => Names(x, subject))):
                // What WhenAny and WhenEach give has ended.
                case IVariableDeclaratorOperation declarator when SimmerTypes.Same(declarator.Symbol, subject) && IsOfEnded(declarator):
                case ISimpleAssignmentOperation assignment when SimmerTypes.Same(Subject(assignment.Target), subject) && assignment.Value.DescendantsAndSelf().Any(IsEnded):
                // An element of what was awaited, or picked by a question for the end: the lambda's parameter, the loop's variable, or a part of it.
                case IAwaitOperation all when IsElement(task) && all.Operation.DescendantsAndSelf().Any(IsWhenAll):
                case IPropertyReferenceOperation picked when AsksForTheEnd(picked) && IsElement(task) && picked.Instance is IParameterReferenceOperation { Parameter: var one } && IsOfLambda(one):
                    return true;
            }
        }

        return false;
    }

    private static ISymbol? Subject(IOperation task) => task switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.Length: 0 } property => property.Property,
        IPropertyReferenceOperation { Instance: { } list } => Subject(list.Core()),
        IArrayElementReferenceOperation element => Subject(element.ArrayReference.Core()),
        _ => null,
    };

    private static bool IsElement(IOperation task)
    {
        // pair.Value, job.Task
        while (task is IMemberReferenceOperation { Instance: { } whole } and not IPropertyReferenceOperation { Arguments.Length: > 0 })
        {
            task = whole.Core();
        }

        return task switch
        {
            IArrayElementReferenceOperation or IPropertyReferenceOperation { Arguments.Length: > 0 } => true,
            IParameterReferenceOperation { Parameter: var parameter } => IsOfLambda(parameter),
            ILocalReferenceOperation { Local: var local } => local.DeclaringSyntaxReferences.Any(x => IsOfForEach(x.GetSyntax())),
            _ => false,
        };
    }

    private static bool IsOfLambda(IParameterSymbol parameter) => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction };

    // foreach (var task in …), foreach (var (name, task) in …)
    private static bool IsOfForEach(SyntaxNode declaration) => declaration is ForEachStatementSyntax
        || (declaration is SingleVariableDesignationSyntax
            && declaration.FirstAncestorOrSelf<ForEachVariableStatementSyntax>()?.Variable.Span.Contains(declaration.Span) == true);

    private static bool IsWhenAll(IOperation operation) => operation is IInvocationOperation
    {
        TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } or { Name: "Gather" or "GatherOutcomes" or "Wait", ContainingType.Name: "Asyncio" }
    };

    private static bool IsEnded(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "WhenAny" or "WhenEach", ContainingType.Name: "Task" } };

    private static bool AsksForTheEnd(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" };

    private static bool Names(IOperation pattern, ISymbol subject) => pattern switch
    {
        IRecursivePatternOperation { DeclaredSymbol: { } symbol } => SimmerTypes.Same(symbol, subject),
        IDeclarationPatternOperation { DeclaredSymbol: { } symbol } => SimmerTypes.Same(symbol, subject),
        _ => false,
    };

    private static bool IsOfEnded(IVariableDeclaratorOperation declarator)
    {
        IOperation? source = declarator.GetVariableInitializer()?.Value;
        for (IOperation? parent = declarator.Parent; source is null && parent is not null; parent = parent.Parent)
        {
            source = (parent as IForEachLoopOperation)?.Collection;
        }

        return source is not null && source.DescendantsAndSelf().Any(IsEnded);
    }

    private static bool Mentions(IOperation operation, ISymbol subject) => operation.DescendantsAndSelf().Any(x => SimmerTypes.Same(Subject(x), subject));
}
