using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>How the conditions on plain variables came out on one path.</summary>
internal sealed class Facts
{
    private readonly ImmutableSortedDictionary<string, (bool Answer, ImmutableArray<ISymbol> About)> _answers;

    private Facts(ImmutableSortedDictionary<string, (bool Answer, ImmutableArray<ISymbol> About)> answers)
    {
        _answers = answers;
        Key = string.Join(";", answers.Select(x => x.Value.Answer ? x.Key : "!" + x.Key));
    }

    internal static Facts None { get; } =
        new(ImmutableSortedDictionary<string, (bool, ImmutableArray<ISymbol>)>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>All of them in one text.</summary>
    internal string Key { get; }

    /// <summary>A condition without its negations, if only variables and constants decide it; and whether yes means true.</summary>
    internal static (string? Question, bool Positive) QuestionOf(IOperation condition)
    {
        bool positive = true;
        condition = condition.Core();
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            positive = !positive;
            condition = not.Operand.Core();
        }

        string text = condition.Syntax.ToString();
        if (condition is IIsNullOperation isNull)
        {
            text = isNull.Operand.Syntax + " is null";
        }
        else if (condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } unequal)
        {
            text = unequal.LeftOperand.Syntax + " == " + unequal.RightOperand.Syntax;
            positive = !positive;
        }

        return condition.DescendantsAndSelf().All(IsPlain) ? (text, positive) : (null, positive);
    }

    internal bool? Answer(string question) => _answers.TryGetValue(question, out var known) ? known.Answer : null;

    internal Facts With(string question, bool answer, IOperation condition) =>
        new(_answers.SetItem(question, (answer, [.. condition.DescendantsAndSelf().Select(VariableOf).OfType<ISymbol>()])));

    /// <summary>What remains true when a variable is assigned, and what its value says.</summary>
    internal Facts Assigned(IAssignmentOperation assignment)
    {
        Facts rest = Forget(assignment.Target);
        return assignment is ISimpleAssignmentOperation && VariableOf(assignment.Target) is { } variable
            && assignment.Value.ConstantValue is { HasValue: true, Value: bool value }
                ? new Facts(rest._answers.SetItem(variable.Name, (value, [variable])))
                : rest;
    }

    /// <summary>What remains true when a variable changes.</summary>
    internal Facts Forget(IOperation target)
    {
        if (VariableOf(target) is not { } variable)
        {
            return this;
        }

        var gone = _answers.Where(x => x.Value.About.Contains(variable, SymbolEqualityComparer.Default)).Select(x => x.Key).ToArray();
        return gone.Length == 0 ? this : new Facts(_answers.RemoveRange(gone));
    }

    private static bool IsPlain(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or ILiteralOperation or IBinaryOperation or IUnaryOperation
            or IIsNullOperation or IConversionOperation or IIsPatternOperation or IConstantPatternOperation or INegatedPatternOperation
            or IRelationalPatternOperation or IDefaultValueOperation;

    private static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
