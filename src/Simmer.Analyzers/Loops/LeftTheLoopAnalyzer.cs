using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM023: an async method goes on after <c>ConfigureAwait(false)</c>, and then uses the loop.</summary>
/// <remarks>A coroutine comes back to its loop from whatever it awaits; it is the methods that return a <c>Task</c> that do not.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeftTheLoopAnalyzer : SimmerAnalyzer
{
    private const int ContinueOnCapturedContext = 1;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.LeftTheLoop];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationBlockStartAction(block =>
        {
            var leaving = new ConcurrentBag<IInvocationOperation>();
            var uses = new ConcurrentBag<IOperation>();
            block.RegisterOperationAction(
                operation =>
                {
                    var call = (IInvocationOperation)operation.Operation;
                    if (call.TargetMethod.Name == "ConfigureAwait")
                    {
                        if (Leaves(call) && call.FunctionSymbol(operation.ContainingSymbol) is { IsAsync: true } function && !types.IsCoroutineMethod(function))
                        {
                            leaving.Add(call);
                        }
                    }
                    else if (LoopApi.NeedsThread(call, types) is not null)
                    {
                        uses.Add(call);
                    }
                },
                OperationKind.Invocation);
            block.RegisterOperationAction(
                operation =>
                {
                    var awaited = ((IAwaitOperation)operation.Operation).Operation;
                    if (types.IsCoroutine(awaited.Type) || types.IsFuture(awaited.Type))
                    {
                        uses.Add(operation.Operation);
                    }
                },
                OperationKind.Await);
            block.RegisterOperationBlockEndAction(end => End(end, leaving, uses));
        });

    private static void End(OperationBlockAnalysisContext context, ConcurrentBag<IInvocationOperation> leaving, ConcurrentBag<IOperation> uses)
    {
        if (leaving.IsEmpty || uses.IsEmpty)
        {
            return;
        }

        var flows = new Flows(context);
        foreach (IOperation use in uses)
        {
            IMethodSymbol? function = use.FunctionSymbol(context.OwningSymbol);
            IInvocationOperation? left = leaving
                .Where(x => SymbolEqualityComparer.Default.Equals(x.FunctionSymbol(context.OwningSymbol), function))
                .OrderBy(x => x.Syntax.SpanStart)
                .FirstOrDefault(x => function is not null && flows.Graph(function) is { } graph && Leads(graph, x.Syntax, use.Syntax));
            if (left is not null)
            {
                string name = use is IInvocationOperation call ? LoopApi.NameOf(call) : use.Syntax.ToString();
                int line = left.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                context.ReportDiagnostic(Diagnostic.Create(Rules.LeftTheLoop, use.Syntax.GetLocation(), name, line));
            }
        }
    }

    private static bool Leaves(IInvocationOperation call) =>
        call.Arguments.Length == 1 && call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: var value }
        && (value is false || (value is int options && (options & ContinueOnCapturedContext) == 0));

    /// <summary>Whether a path leads from one place to another.</summary>
    private static bool Leads(ControlFlowGraph graph, SyntaxNode from, SyntaxNode to)
    {
        BasicBlock? first = BlockOf(graph, from);
        BasicBlock? last = BlockOf(graph, to);
        if (first is null || last is null)
        {
            return false;
        }

        if (first == last && from.SpanStart < to.SpanStart)
        {
            return true;
        }

        var open = new Stack<BasicBlock>();
        var seen = new HashSet<int>();
        open.Push(first);
        while (open.Count > 0)
        {
            BasicBlock block = open.Pop();
            foreach (BasicBlock? next in new[] { block.FallThroughSuccessor?.Destination, block.ConditionalSuccessor?.Destination })
            {
                if (next is null || !seen.Add(next.Ordinal))
                {
                    continue;
                }

                if (next == last)
                {
                    return true;
                }

                open.Push(next);
            }
        }

        return false;
    }

    private static BasicBlock? BlockOf(ControlFlowGraph graph, SyntaxNode node) => graph.Blocks.FirstOrDefault(block =>
        block.Operations.Any(x => x.DescendantsAndSelf().Any(part => part.Syntax == node))
        || (block.BranchValue is { } value && value.DescendantsAndSelf().Any(part => part.Syntax == node)));
}
