using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>Finds the blocking call that a method of this compilation makes, itself or through others.</summary>
/// <remarks>A method is only looked into when a coroutine calls it, and then once.</remarks>
internal sealed class BlockingHelpers(BlockingCalls calls, SimmerTypes types)
{
    private readonly ConcurrentDictionary<IMethodSymbol, Body> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Finding?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The member that an operation calls, if it calls one.</summary>
    internal static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.ReducedFrom ?? call.TargetMethod,
        IPropertyReferenceOperation { Property.Name: "Result" } property => property.Property,
        IPropertyReferenceOperation property when property.Parent is not IAssignmentOperation assignment || assignment.Target != property =>
            property.Property.GetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IMethodReferenceOperation reference => reference.Method.ReducedFrom ?? reference.Method,
        _ => null,
    };

    /// <summary>How a message names what an operation calls.</summary>
    internal static string NameOf(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "GetResult" } method } when method.ContainingType.Name.EndsWith("Awaiter", StringComparison.Ordinal) =>
            "GetAwaiter().GetResult()",
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call => call.TargetMethod.Name,
        IInvocationOperation call => call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name,
        IPropertyReferenceOperation property => property.Property.ContainingType.Name + "." + property.Property.Name,
        IObjectCreationOperation creation => "new " + creation.Type?.Name,
        IMethodReferenceOperation reference => reference.Method.ContainingType.Name + "." + reference.Method.Name,
        _ => operation.Syntax.ToString(),
    };

    /// <summary>Whether a method is worth looking into: it is of this compilation, has a body, and is no coroutine, which is looked at itself.</summary>
    internal bool MayBlock(ISymbol member, Compilation compilation) =>
        member is IMethodSymbol { IsAbstract: false, IsExtern: false } method
        && SimmerTypes.Same(method.ContainingAssembly, compilation.Assembly)
        && !types.IsCoroutineMethod(method)
        && !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The nearest blocking call that a method leads to.</summary>
    /// <remarks>Each method is taken once: the ways through methods that call one another in circles are too many to go them all.</remarks>
    internal Finding? Find(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        if (_known.TryGetValue(method, out Finding? known))
        {
            return known;
        }

        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var open = new Queue<(IMethodSymbol Method, ImmutableArray<string> Way)>();
        open.Enqueue((method, []));
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var (at, way) = open.Dequeue();
            Body body = _bodies.GetOrAdd(at, x => Read(x, compilation, cancellation));
            if (body.Call is { } call)
            {
                return _known.GetOrAdd(method, new Finding(call.Call, way.Add(call.Name)));
            }

            foreach (var (helper, name) in body.Helpers)
            {
                if (seen.Add(helper) && !(_known.TryGetValue(helper, out Finding? answer) && answer is null))
                {
                    open.Enqueue((helper, way.Add(name)));
                }
            }
        }

        foreach (IMethodSymbol harmless in seen)
        {
            _known.TryAdd(harmless, null);
        }

        return null;
    }

    private Body Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        var helpers = new List<(IMethodSymbol Method, string Name)>();
        foreach (SyntaxReference reference in Allowances.Allow(method, types) ? [] : method.DeclaringSyntaxReferences)
        {
            SyntaxNode node = reference.GetSyntax(cancellation);
#pragma warning disable RS1030 // The driver gives out the model it has of this tree already.
            IOperation? body = compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node, cancellation);
#pragma warning restore RS1030
            foreach (IOperation operation in body is null ? [] : Calls(body))
            {
                if (MemberOf(operation) is not { } member)
                {
                    continue;
                }

                if (calls.Find(member) is { } call)
                {
                    if (!Waits.MayNotWait(operation) && !Allowances.Allow(operation, method, types))
                    {
                        return new Body((call, NameOf(operation)), []);
                    }
                }
                else if (MayBlock(member, compilation))
                {
                    helpers.Add((((IMethodSymbol)member).OriginalDefinition, NameOf(operation)));
                }
            }
        }

        return new Body(null, helpers);
    }

    /// <summary>The calls of a function, without those of functions within it that it does not call on the spot.</summary>
    private static IEnumerable<IOperation> Calls(IOperation body)
    {
        var open = new Stack<IOperation>(body.ChildOperations.Reverse());
        while (open.Count > 0)
        {
            IOperation operation = open.Pop();
            if (operation is ILocalFunctionOperation || (operation is IAnonymousFunctionOperation lambda && !Functions.IsCalledOnTheSpot(lambda)))
            {
                continue;
            }

            if (operation is IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation)
            {
                yield return operation;
            }

            foreach (IOperation child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }
    }

    /// <summary>A blocking call, and the calls that lead to it.</summary>
    internal sealed class Finding(BlockingCall call, ImmutableArray<string> chain)
    {
        internal BlockingCall Call { get; } = call;

        internal ImmutableArray<string> Chain { get; } = chain;
    }

    /// <summary>What one method does itself: its first blocking call, or else the helpers it calls.</summary>
    private sealed class Body((BlockingCall Call, string Name)? call, IReadOnlyList<(IMethodSymbol Method, string Name)> helpers)
    {
        internal (BlockingCall Call, string Name)? Call { get; } = call;

        internal IReadOnlyList<(IMethodSymbol Method, string Name)> Helpers { get; } = helpers;
    }
}
