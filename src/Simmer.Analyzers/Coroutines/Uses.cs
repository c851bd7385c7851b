using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>What becomes of a value of a coroutine type.</summary>
internal enum Use
{
    /// <summary>Nothing: it is a statement, or assigned to a discard.</summary>
    Dropped,

    /// <summary>It is only looked at: printed, compared, tested.</summary>
    LookedAt,

    /// <summary>It is awaited, or given to a method of Simmer that runs it.</summary>
    Run,

    /// <summary>It is returned.</summary>
    Returned,

    /// <summary>It goes somewhere that cannot be followed.</summary>
    HandedOn,

    /// <summary>It is assigned to a local variable.</summary>
    Local,

    /// <summary>It is assigned to a field or a property.</summary>
    Member,

    /// <summary>It becomes an element of a collection that is being made.</summary>
    Element,
}

/// <summary>Finds out what becomes of a value.</summary>
internal static class Uses
{
    private static readonly HashSet<string> s_lookers =
    [
        "System.Console", "System.Diagnostics.Debug", "System.Diagnostics.Trace", "System.String", "System.Text.StringBuilder",
        "System.GC", "System.IO.TextWriter", "System.IO.StreamWriter", "System.Object",
    ];

    /// <summary>What becomes of the value of an operation, and the operation that decides it.</summary>
    internal static (Use Use, IOperation By) Of(IOperation value)
    {
        IOperation child = value;
        IOperation? parent = child.Parent;
        while (parent is not null && IsTransparent(parent, child))
        {
            child = parent;
            parent = child.Parent;
        }

        return (Classify(parent, child), parent ?? child);
    }

    /// <summary>The value under conversions and parentheses.</summary>
    internal static IOperation Core(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>A value as it is written, with the parentheses around it, which are no operation.</summary>
    internal static SyntaxNode Written(this IOperation operation) => operation.Syntax.Parent is ParenthesizedExpressionSyntax whole ? whole : operation.Syntax;

    private static bool IsTransparent(IOperation parent, IOperation child) => parent switch
    {
        IConversionOperation or IParenthesizedOperation => true,
        IConditionalOperation { Type: not null } conditional => child != conditional.Condition,
        ISwitchExpressionArmOperation arm => child == arm.Value,
        ISwitchExpressionOperation whole => child != whole.Value,
        ICoalesceOperation => true,
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } } => true,
        IConditionalAccessOperation access => child == access.WhenNotNull,
        // What the compiler makes of a params argument.
        IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation => parent.IsImplicit,
        _ => false,
    };

    private static Use Classify(IOperation? parent, IOperation child) => parent switch
    {
        null => Use.HandedOn,
        IExpressionStatementOperation => Use.Dropped,
        IAwaitOperation => Use.Run,
        IReturnOperation => Use.Returned,
        IVariableInitializerOperation => Use.Local,
        IFieldInitializerOperation or IPropertyInitializerOperation => Use.Member,
        IAssignmentOperation assignment when child == assignment.Value => Assigned(assignment),
        IArgumentOperation argument => Passed(argument),
        IInvocationOperation call when child == call.Instance => Called(call.TargetMethod),
        IArrayInitializerOperation or ICollectionExpressionOperation => Use.Element,
        // What a pattern names is used by that name: TryFetch() is { } fetch.
        IIsPatternOperation test when test.Pattern.DescendantsAndSelf().Any(NamesWhatItMatches) => Use.HandedOn,
        IInterpolationOperation or IBinaryOperation or ITypeOfOperation or INameOfOperation or IIsPatternOperation or IIsTypeOperation
            or IPropertyReferenceOperation => Use.LookedAt,
        _ => Use.HandedOn,
    };

    private static bool NamesWhatItMatches(IOperation pattern) =>
        pattern is IDeclarationPatternOperation { DeclaredSymbol: not null } or IRecursivePatternOperation { DeclaredSymbol: not null };

    private static Use Assigned(IAssignmentOperation assignment)
    {
        // The value of an assignment may be used again: await (x = F()).
        if (assignment.Parent is not (null or IExpressionStatementOperation))
        {
            return Use.HandedOn;
        }

        return assignment.Target switch
        {
            IDiscardOperation => Use.Dropped,
            ILocalReferenceOperation => Use.Local,
            IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.Length: 0 } => Use.Member,
            _ => Use.HandedOn,
        };
    }

    private static Use Passed(IArgumentOperation argument)
    {
        if (argument.Parent is not IInvocationOperation call)
        {
            return Use.HandedOn;
        }

        INamedTypeSymbol type = call.TargetMethod.ContainingType;
        if (s_lookers.Contains(type.FullName()))
        {
            return Use.LookedAt;
        }

        return type.ContainingNamespace is { Name: "Simmer", ContainingNamespace.IsGlobalNamespace: true } && call.TargetMethod.Name != "Equals"
            ? Use.Run
            : Use.HandedOn;
    }

    private static Use Called(IMethodSymbol method) => method.Name switch
    {
        "ToString" or "Equals" or "GetHashCode" or "GetType" => Use.LookedAt,
        _ => Use.HandedOn,
    };
}
