using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM001, SIM002, SIM004: a coroutine is awaited once, on every path.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoroutineUseAnalyzer : SimmerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.NeverAwaited, Rules.NotAwaitedOnEveryPath, Rules.AwaitedTwice];

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types) =>
        context.RegisterOperationBlockStartAction(block =>
        {
            var member = new Member(types);
            block.RegisterOperationAction(member.Invocation, OperationKind.Invocation);
            block.RegisterOperationAction(member.Await, OperationKind.Await);
            block.RegisterOperationBlockEndAction(member.End);
        });

    /// <summary>What one member does with its coroutines.</summary>
    private sealed class Member(SimmerTypes types)
    {
        private readonly ConcurrentDictionary<IOperation, ILocalSymbol> _created = new();
        private readonly ConcurrentDictionary<ISymbol, byte> _awaitedParameters = new(SymbolEqualityComparer.Default);

        internal void Invocation(OperationAnalysisContext context)
        {
            var call = (IInvocationOperation)context.Operation;
            if (!types.IsCoroutine(call.Type))
            {
                return;
            }

            var (use, by) = Uses.Of(call);
            switch (use)
            {
                case Use.Dropped:
                case Use.LookedAt:
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.NeverAwaited, call.Syntax.GetLocation(), Describe(call), Advice(call, context.ContainingSymbol, context.Compilation)));
                    break;
                case Use.Local when VariableOf(by) is { } local && types.IsCoroutine(local.Type):
                    _created.TryAdd(call, local);
                    break;
            }
        }

        internal void Await(OperationAnalysisContext context)
        {
            if (((IAwaitOperation)context.Operation).Operation.Core() is IParameterReferenceOperation { Parameter: var parameter }
                && types.IsCoroutine(parameter.Type))
            {
                _awaitedParameters.TryAdd(parameter, 0);
            }
        }

        internal void End(OperationBlockAnalysisContext context)
        {
            if (_created.IsEmpty && _awaitedParameters.IsEmpty)
            {
                return;
            }

            var flows = new Flows(context);
            var twice = new HashSet<SyntaxNode>();
            foreach (var creations in _created.GroupBy(x => x.Value, x => (IInvocationOperation)x.Key, SymbolEqualityComparer.Default))
            {
                var local = (ILocalSymbol)creations.Key!;
                if (flows.IsCaptured(local))
                {
                    continue;
                }

                foreach (IInvocationOperation call in creations.OrderBy(call => call.Syntax.SpanStart))
                {
                    Judge(context, flows, local, call, twice);
                }
            }

            foreach (ISymbol parameter in _awaitedParameters.Keys)
            {
                if (!flows.IsCaptured(parameter) && flows.FromEntry(parameter).Again is { } again)
                {
                    Report(context, Rules.AwaitedTwice, again.Syntax, parameter.Name);
                }
            }
        }

        private static void Judge(
            OperationBlockAnalysisContext context, Flows flows, ILocalSymbol local, IInvocationOperation call, HashSet<SyntaxNode> twice)
        {
            Paths paths = flows.From(local, call);
            if (paths is { Lost: true, Used: false } && !flows.IsUsedAnywhere(local))
            {
                Report(context, Rules.NeverAwaited, call.Syntax, Describe(call), Advice(call, context.OwningSymbol, context.Compilation));
            }
            else if (paths is { Lost: true, Again: null })
            {
                Report(context, Rules.NotAwaitedOnEveryPath, call.Syntax, Describe(call), local.Name);
            }

            // From each call that the variable may hold the paths lead to the same place.
            if (paths.Again is { } again && twice.Add(again.Syntax))
            {
                Report(context, Rules.AwaitedTwice, again.Syntax, local.Name);
            }
        }

        private static void Report(OperationBlockAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at, params object[] arguments) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, at.GetLocation(), arguments));

        private static ILocalSymbol? VariableOf(IOperation by) => by switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IAssignmentOperation { Target: ILocalReferenceOperation reference } => reference.Local,
            _ => null,
        };

        private static string Describe(IInvocationOperation call) => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            ? call.Instance?.Syntax.ToString() ?? call.TargetMethod.Name
            : call.TargetMethod.Name;

        private static string Advice(IInvocationOperation call, ISymbol containingSymbol, Compilation compilation)
        {
            // Of worker?.Work() the call itself is .Work().
            var access = call.Parent as IConditionalAccessOperation;
            string text = access?.Operation.Syntax.ToString() + call.Syntax;
            if (text.Length > 40 || text.Contains('\n'))
            {
                text = Describe(call) + "(…)";
            }

            string where = access is not null || call.Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } ? "where it is not null, " : "";

            IMethodSymbol? function = call.FunctionSymbol(containingSymbol);
            if (function.IsEntryPoint(compilation, CancellationToken.None))
            {
                return $"{where}write 'Run({text})'";
            }

            return function is { IsAsync: true }
                ? $"{where}write 'await {text}', or make a task of it with 'CreateTask'"
                : "await it in a coroutine, or return it";
        }
    }
}
