using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>Follows the paths of a function and what each does with one variable that holds a coroutine.</summary>
/// <param name="graph">The control flow of the function.</param>
/// <param name="variable">The variable.</param>
/// <param name="begin">The assignment from which on the variable counts; null for the whole function.</param>
/// <remarks>
/// A path begins where the function does, to know the conditions that led to the assignment, and remembers how conditions on plain variables came out, so that the same question is not answered in two ways on one path.
/// A path that throws, or ends the process, loses nothing: the error is what its author sees. Where a condition asks the variable itself, or there are
/// too many paths, nothing is claimed.
/// </remarks>
internal sealed class PathSearch(ControlFlowGraph graph, ISymbol variable, IOperation? begin)
{
    private const int MostStates = 4096;

    private enum Seen
    {
        NotYet,
        Unused,
        HandedOn,
        Run,
    }

    private readonly Stack<State> _open = new();
    private readonly HashSet<(int Block, Seen Seen, bool Thrown, string Facts)> _visited = [];
    private bool _lost;
    private bool _used;
    private bool _unclear;
    private IOperation? _again;

    internal Paths Run(CancellationToken cancellation)
    {
        _open.Push(new State(graph.Blocks[0], begin is null ? Seen.Unused : Seen.NotYet, false, Facts.None));
        int states = 0;
        while (_open.Count > 0 && !_unclear)
        {
            cancellation.ThrowIfCancellationRequested();
            State state = _open.Pop();
            if (!_visited.Add((state.Block.Ordinal, state.Seen, state.Thrown, state.Facts.Key)))
            {
                continue;
            }

            if (++states > MostStates)
            {
                return default;
            }

            Follow(state);
        }

        return _unclear ? default : new Paths(_lost, _used, _again);
    }

    private void Follow(State state)
    {
        BasicBlock block = state.Block;
        foreach (IOperation operation in block.Operations)
        {
            if (!Step(operation, ref state))
            {
                return;
            }
        }

        if (block.BranchValue is { } value && !Step(value, ref state))
        {
            return;
        }

        if (block.Kind == BasicBlockKind.Exit)
        {
            End(state);
            return;
        }

        ToHandlers(state);
        Branch(state);
    }

    private void Branch(State state)
    {
        BasicBlock block = state.Block;
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is not { } condition)
        {
            Go(block.FallThroughSuccessor, state, state.Facts, block.BranchValue);
            return;
        }

        if (state.Seen != Seen.NotYet && Mentions(condition))
        {
            _unclear = true;
            return;
        }

        bool jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        var (question, positive) = Facts.QuestionOf(condition);
        bool? known = condition.ConstantValue is { HasValue: true, Value: bool constant } ? constant
            : question is null ? null
            : state.Facts.Answer(question) is { } answer ? answer == positive
            : null;
        if (known is null or true)
        {
            Facts facts = question is null ? state.Facts : state.Facts.With(question, positive, condition);
            Go(jumpsWhen ? block.ConditionalSuccessor : block.FallThroughSuccessor, state, facts, null);
        }

        if (known is null or false)
        {
            Facts facts = question is null ? state.Facts : state.Facts.With(question, !positive, condition);
            Go(jumpsWhen ? block.FallThroughSuccessor : block.ConditionalSuccessor, state, facts, null);
        }
    }

    private void Go(ControlFlowBranch? branch, State state, Facts facts, IOperation? returned)
    {
        if (branch is null)
        {
            return;
        }

        if (branch.Semantics == ControlFlowBranchSemantics.Return && returned is not null && IsVariable(returned.Core()))
        {
            state = Note(state, Use.Returned, returned);
        }

        if (branch.Destination is not { } destination)
        {
            return;
        }

        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            state = Finally(region, state);
        }

        _open.Push(new State(destination, state.Seen, state.Thrown, facts));
    }

    /// <summary>What a finally block does, taken as a whole: its own branches are not followed.</summary>
    private State Finally(ControlFlowRegion region, State state)
    {
        bool straight = true;
        for (int i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal; i++)
        {
            BasicBlock block = graph.Blocks[i];
            straight &= block.ConditionKind == ControlFlowConditionKind.None;
            IEnumerable<IOperation> operations = block.BranchValue is null ? block.Operations : block.Operations.Add(block.BranchValue);
            foreach (IOperation reference in operations.SelectMany(x => x.DescendantsAndSelf()).Where(IsVariable))
            {
                var (use, by) = Uses.Of(reference);
                state = Note(state, use == Use.Run && !straight ? Use.HandedOn : use, by is IAwaitOperation ? by : reference);
            }
        }

        return state;
    }

    // Whatever stands in a try may throw, once what it ran has run.
    private void ToHandlers(State state)
    {
        for (ControlFlowRegion? region = state.Block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } whole)
            {
                continue;
            }

            foreach (ControlFlowRegion handler in whole.NestedRegions.Where(x => x != region))
            {
                _open.Push(new State(graph.Blocks[handler.FirstBlockOrdinal], state.Seen, true, state.Facts));
            }
        }
    }

    /// <summary>Takes in what one operation does; false if the path ends with it.</summary>
    private bool Step(IOperation operation, ref State state)
    {
        if (operation.Kind == OperationKind.Throw)
        {
            return false;
        }

        IAssignmentOperation? anew = null;
        foreach (IOperation part in operation.DescendantsAndSelf())
        {
            if (part is IAssignmentOperation assignment)
            {
                if (IsVariable(assignment.Target))
                {
                    anew = assignment;
                }
                else
                {
                    state = state.With(state.Facts.Assigned(assignment));
                }
            }
            else if (part is IIncrementOrDecrementOperation count)
            {
                state = state.With(state.Facts.Forget(count.Target));
            }
            else if (part is IArgumentOperation { Parameter.RefKind: not RefKind.None } argument)
            {
                state = state.With(state.Facts.Forget(argument.Value));
            }
            else if (IsVariable(part) && !(part.Parent is IAssignmentOperation own && own.Target == part))
            {
                var (use, by) = Uses.Of(part);
                state = Note(state, use, by is IAwaitOperation ? by : part);
            }
        }

        if (operation.DescendantsAndSelf().Any(NeverReturns))
        {
            return false;
        }

        if (operation == begin && state.Seen == Seen.NotYet)
        {
            state = new State(state.Block, Seen.Unused, false, state.Facts);
            return true;
        }

        if (anew is null || state.Seen == Seen.NotYet)
        {
            return true;
        }

        End(state);
        return false;
    }

    private State Note(State state, Use use, IOperation by)
    {
        if (state.Seen == Seen.NotYet)
        {
            return state;
        }

        switch (use)
        {
            case Use.LookedAt or Use.Dropped:
                return state;
            case Use.Run or Use.Returned:
                if (state.Seen == Seen.Run && (_again is null || by.Syntax.SpanStart < _again.Syntax.SpanStart))
                {
                    _again = by;
                }

                _used = true;
                return state.With(Seen.Run);
            default:
                _used = true;
                return state.Seen == Seen.Unused ? state.With(Seen.HandedOn) : state;
        }
    }

    private void End(State state) => _lost |= state.Seen == Seen.Unused && !state.Thrown;

    private static bool NeverReturns(IOperation operation) => operation is IInvocationOperation call
        && call.TargetMethod.GetAttributes().Any(x => x.AttributeClass?.FullName() == "System.Diagnostics.CodeAnalysis.DoesNotReturnAttribute");

    private bool Mentions(IOperation condition) =>
        condition.DescendantsAndSelf().Any(x => IsVariable(x) && Uses.Of(x).Use is not (Use.Run or Use.HandedOn));

    private bool IsVariable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, variable),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, variable),
        _ => false,
    };

    private readonly struct State(BasicBlock block, Seen seen, bool thrown, Facts facts)
    {
        internal BasicBlock Block { get; } = block;

        internal Seen Seen { get; } = seen;

        internal bool Thrown { get; } = thrown;

        internal Facts Facts { get; } = facts;

        internal State With(Seen seen) => new(Block, seen, Thrown, Facts);

        internal State With(Facts facts) => new(Block, Seen, Thrown, facts);
    }
}
