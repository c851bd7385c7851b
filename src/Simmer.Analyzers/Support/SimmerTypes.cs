using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers;

/// <summary>The types of Simmer as one compilation sees them.</summary>
internal sealed class SimmerTypes
{
    private readonly INamedTypeSymbol? _coroutineOfT;
    private readonly INamedTypeSymbol? _future;
    private readonly INamedTypeSymbol? _awaitable;

    private SimmerTypes(Compilation compilation, INamedTypeSymbol coroutine)
    {
        INamedTypeSymbol? Find(string name) => compilation.GetTypeByMetadataName("Simmer." + name);

        Coroutine = coroutine;
        _coroutineOfT = Find("Coroutine`1");
        _future = Find("Future");
        _awaitable = Find("IAwaitable");
        Asyncio = Find("Asyncio");
        EventLoop = Find("EventLoop");
        Runner = Find("Runner");
        LoopTask = Find("LoopTask");
        Releaser = Find("Releaser");
        CancelledException = Find("CancelledException");
        AllowBlocking = Find("AllowBlockingAttribute");
        OperationCanceledException = compilation.GetTypeByMetadataName("System.OperationCanceledException");
        Exception = compilation.GetTypeByMetadataName("System.Exception");
        SystemException = compilation.GetTypeByMetadataName("System.SystemException");
        Task = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");
        Thread = compilation.GetTypeByMetadataName("System.Threading.Thread");
    }

    internal INamedTypeSymbol Coroutine { get; }

    internal INamedTypeSymbol? Asyncio { get; }

    internal INamedTypeSymbol? EventLoop { get; }

    internal INamedTypeSymbol? Runner { get; }

    internal INamedTypeSymbol? LoopTask { get; }

    internal INamedTypeSymbol? Releaser { get; }

    internal INamedTypeSymbol? CancelledException { get; }

    internal INamedTypeSymbol? AllowBlocking { get; }

    internal INamedTypeSymbol? OperationCanceledException { get; }

    internal INamedTypeSymbol? Exception { get; }

    internal INamedTypeSymbol? SystemException { get; }

    internal INamedTypeSymbol? Task { get; }

    internal INamedTypeSymbol? Thread { get; }

    /// <summary>The types, or null in a compilation that does not know Simmer.</summary>
    internal static SimmerTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Simmer.Coroutine") is { } coroutine ? new SimmerTypes(compilation, coroutine) : null;

    /// <summary>Whether a type is <c>Coroutine</c>, <c>Coroutine&lt;T&gt;</c>, or one of them as a nullable value.</summary>
    internal bool IsCoroutine(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
        {
            return false;
        }

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return IsCoroutine(named.TypeArguments[0]);
        }

        return Same(named, Coroutine) || Same(named.OriginalDefinition, _coroutineOfT);
    }

    /// <summary>Whether a type is <c>Future</c> or derived from it, as tasks are.</summary>
    internal bool IsFuture(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (Same(type, _future))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is an interface that coroutines and futures share.</summary>
    internal bool IsAwaitable(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (Same(named, _awaitable) || named.Interfaces.Any(x => Same(x, _awaitable)));

    /// <summary>Whether a collection type holds coroutines: an array, or a generic type with them as an argument.</summary>
    internal bool IsCollectionOfCoroutines(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsCoroutine(array.ElementType),
        INamedTypeSymbol { IsGenericType: true, TypeKind: not TypeKind.Delegate } named when !IsCoroutine(named) && !IsFuture(named) =>
            named.TypeArguments.Any(IsCoroutine) && IsEnumerable(named),
        _ => false,
    };

    /// <summary>Whether a function is a coroutine: <c>async</c>, and its calls are coroutines.</summary>
    internal bool IsCoroutineMethod(IMethodSymbol? method) => method is { IsAsync: true } && IsCoroutine(method.ReturnType);

    internal static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    private static bool IsEnumerable(INamedTypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
        || type.AllInterfaces.Any(x => x.SpecialType == SpecialType.System_Collections_IEnumerable);
}
