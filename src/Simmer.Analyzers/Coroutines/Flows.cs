using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>What the paths from one point through a function do with a variable.</summary>
/// <param name="lost">Whether a path ends, or assigns the variable anew, without having used it.</param>
/// <param name="used">Whether a path uses it.</param>
/// <param name="again">Where a path runs what it ran before.</param>
internal readonly struct Paths(bool lost, bool used, IOperation? again)
{
    internal bool Lost { get; } = lost;

    internal bool Used { get; } = used;

    internal IOperation? Again { get; } = again;
}

/// <summary>The control flow of a member and the functions within it, made when first asked for.</summary>
internal sealed class Flows(OperationBlockAnalysisContext context)
{
    private readonly Dictionary<IMethodSymbol, ControlFlowGraph?> _graphs = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<IOperation>> _references = new(SymbolEqualityComparer.Default);
    private bool _collected;

    /// <summary>Whether a function within the variable's own uses it, so that its paths tell nothing.</summary>
    internal bool IsCaptured(ISymbol variable) =>
        References(variable).Any(x => !SymbolEqualityComparer.Default.Equals(x.FunctionSymbol(context.OwningSymbol), variable.ContainingSymbol));

    /// <summary>Whether any code, reached or not, does more with a variable than to assign it or look at it.</summary>
    internal bool IsUsedAnywhere(ISymbol variable) => References(variable).Any(x => !IsTarget(x) && Uses.Of(x).Use is not (Use.LookedAt or Use.Dropped));

    /// <summary>Whether any code reads a variable.</summary>
    internal bool IsReadAnywhere(ISymbol variable) => References(variable).Any(x => !IsTarget(x));

    /// <summary>The references to a variable.</summary>
    internal IReadOnlyList<IOperation> References(ISymbol variable)
    {
        if (!_collected)
        {
            _collected = true;
            foreach (IOperation block in context.OperationBlocks)
            {
                Collect(block);
            }
        }

        return _references.TryGetValue(variable, out var list) ? list : [];
    }

    /// <summary>What the paths do that begin where a call is assigned to a variable.</summary>
    internal Paths From(ILocalSymbol local, IInvocationOperation call)
    {
        if (local.ContainingSymbol is not IMethodSymbol function || Graph(function) is not { } graph)
        {
            return default;
        }

        foreach (BasicBlock block in graph.Blocks)
        {
            for (int index = 0; index < block.Operations.Length; index++)
            {
                // A conditional value is assigned in another block than the one that makes it.
                if (AssignmentTo(block.Operations[index], local) is { } assignment && Holds(assignment, call))
                {
                    return new PathSearch(graph, local, block.Operations[index]).Run(context.CancellationToken);
                }
            }
        }

        return default;
    }

    /// <summary>What the paths do with a parameter.</summary>
    internal Paths FromEntry(ISymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol function && Graph(function) is { } graph
            ? new PathSearch(graph, parameter, null).Run(context.CancellationToken)
            : default;

    /// <summary>The graph of the member itself or of a function within it.</summary>
    internal ControlFlowGraph? Graph(IMethodSymbol function)
    {
        if (_graphs.TryGetValue(function, out ControlFlowGraph? known))
        {
            return known;
        }

        ControlFlowGraph? graph = null;
        foreach (IOperation block in context.OperationBlocks)
        {
            ControlFlowGraph root = context.GetControlFlowGraph(block);
            graph = SymbolEqualityComparer.Default.Equals(function, context.OwningSymbol) ? root : Within(root, function);
            if (graph is not null)
            {
                break;
            }
        }

        return _graphs[function] = graph;
    }

    private static ControlFlowGraph? Within(ControlFlowGraph graph, IMethodSymbol function)
    {
        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            ControlFlowGraph inner = graph.GetLocalFunctionControlFlowGraph(local);
            if (SymbolEqualityComparer.Default.Equals(local, function))
            {
                return inner;
            }

            if (Within(inner, function) is { } found)
            {
                return found;
            }
        }

        IEnumerable<IOperation> operations = graph.Blocks.SelectMany(
            block => block.BranchValue is null ? block.Operations : block.Operations.Add(block.BranchValue));
        foreach (var lambda in operations.SelectMany(x => x.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
        {
            ControlFlowGraph inner = graph.GetAnonymousFunctionControlFlowGraph(lambda);
            if (SymbolEqualityComparer.Default.Equals(lambda.Symbol, function))
            {
                return inner;
            }

            if (Within(inner, function) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static IAssignmentOperation? AssignmentTo(IOperation operation, ILocalSymbol local)
    {
        var assignment = (operation is IExpressionStatementOperation statement ? statement.Operation : operation) as IAssignmentOperation;
        return assignment?.Target is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)
            ? assignment
            : null;
    }

    private static bool Holds(IAssignmentOperation assignment, IInvocationOperation call) =>
        assignment.Syntax.Span.Contains(call.Syntax.Span) || assignment.Value.Syntax.Span.Contains(call.Syntax.Span);

    private static bool IsTarget(IOperation reference) => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    private void Collect(IOperation block)
    {
        foreach (IOperation operation in block.Descendants())
        {
            ISymbol? symbol = operation switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (symbol is null)
            {
                continue;
            }

            if (!_references.TryGetValue(symbol, out var list))
            {
                _references[symbol] = list = [];
            }

            list.Add(operation);
        }
    }
}
