using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>Which function an operation belongs to, and on which thread that function runs.</summary>
internal static class Functions
{
    /// <summary>Methods that call the function they are given at once, on the caller's thread.</summary>
    private static readonly HashSet<string> s_callers =
    [
        "System.Linq.Enumerable", "System.Collections.Generic.List", "System.Array", "System.Lazy",
    ];

    /// <summary>Methods that call the function they are given on another thread.</summary>
    private static readonly HashSet<string> s_threads =
    [
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.TaskFactory.StartNew", "System.Threading.Tasks.Task.ContinueWith",
        "System.Threading.ThreadPool.QueueUserWorkItem", "System.Threading.ThreadPool.UnsafeQueueUserWorkItem",
        "System.Threading.Tasks.Parallel.For", "System.Threading.Tasks.Parallel.ForEach", "System.Threading.Tasks.Parallel.Invoke",
        "System.Threading.Tasks.Parallel.ForEachAsync", "System.Threading.Tasks.Parallel.ForAsync",
        "Simmer.Asyncio.ToThread", "Simmer.EventLoop.RunInExecutor",
    ];

    /// <summary>The lambda or local function around an operation, or null if it stands in the member itself.</summary>
    internal static IOperation? EnclosingFunction(this IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    /// <summary>The symbol of the innermost function around an operation.</summary>
    internal static IMethodSymbol? FunctionSymbol(this IOperation operation, ISymbol containingSymbol) => operation.EnclosingFunction() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => containingSymbol as IMethodSymbol,
    };

    /// <summary>
    /// The coroutine in whose steps an operation runs: the function around it, or the one around that if it is a lambda
    /// that is called on the spot. Null if it is not known to run in one.
    /// </summary>
    internal static IMethodSymbol? CoroutineAround(this IOperation operation, ISymbol containingSymbol, SimmerTypes types)
    {
        IOperation at = operation;
        while (true)
        {
            IOperation? function = at.EnclosingFunction();
            IMethodSymbol? symbol = at.FunctionSymbol(containingSymbol);
            if (types.IsCoroutineMethod(symbol))
            {
                return symbol;
            }

            if (function is not IAnonymousFunctionOperation lambda || !IsCalledOnTheSpot(lambda))
            {
                return null;
            }

            at = function;
        }
    }

    /// <summary>The method that runs a lambda on another thread, if that is what it is given to.</summary>
    internal static string? ThreadStarter(IAnonymousFunctionOperation lambda)
    {
        switch (Receiver(lambda))
        {
            case IInvocationOperation call when s_threads.Contains(call.TargetMethod.FullName()):
                return call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name;
            case IObjectCreationOperation { Type: { Name: "Thread" or "Timer" } type } when type.ContainingNamespace.ToDisplayString() == "System.Threading":
                return "new " + type.Name;
            default:
                return null;
        }
    }

    /// <summary>Whether a lambda is given to the loop itself, as a callback.</summary>
    internal static bool IsLoopCallback(IAnonymousFunctionOperation lambda) =>
        Receiver(lambda) is IInvocationOperation call
        && call.TargetMethod.FullName() is "Simmer.EventLoop.CallSoon" or "Simmer.EventLoop.CallLater" or "Simmer.EventLoop.CallAt"
            or "Simmer.EventLoop.CallSoonThreadsafe" or "Simmer.Future.AddDoneCallback";

    /// <summary>Whether the method a lambda is given to calls it before it returns, as LINQ and <c>ForEach</c> do.</summary>
    internal static bool IsCalledOnTheSpot(IAnonymousFunctionOperation lambda) =>
        Receiver(lambda) is IInvocationOperation call && s_callers.Contains(call.TargetMethod.ContainingType.FullName());

    /// <summary>A method's name with its type and namespace, without type arguments.</summary>
    internal static string FullName(this IMethodSymbol method) => method.ContainingType.FullName() + "." + method.Name;

    /// <summary>A type's name with its namespace, without type arguments.</summary>
    internal static string FullName(this INamedTypeSymbol type)
    {
        string outer = type.ContainingType is { } container ? container.FullName()
            : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString()
            : "";
        return outer.Length == 0 ? type.Name : outer + "." + type.Name;
    }

    private static IOperation? Receiver(IAnonymousFunctionOperation lambda)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation ? parent.Parent : null;
    }
}
