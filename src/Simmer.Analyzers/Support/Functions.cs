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

    /// <summary>Methods that have the loop call the function they are given.</summary>
    private static readonly HashSet<string> s_loop =
    [
        "Simmer.EventLoop.CallSoon", "Simmer.EventLoop.CallLater", "Simmer.EventLoop.CallAt", "Simmer.EventLoop.CallSoonThreadsafe",
        "Simmer.Future.AddDoneCallback",
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

    /// <summary>Whether a symbol is the program's entry point, in which no loop runs, even if it awaits.</summary>
    internal static bool IsEntryPoint(this ISymbol? symbol, Compilation compilation, CancellationToken cancellation) =>
        symbol is not null && SymbolEqualityComparer.Default.Equals(symbol, compilation.GetEntryPoint(cancellation));

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

    /// <summary>Who runs a function that is given to another one.</summary>
    internal enum Receiver
    {
        /// <summary>Nobody knows.</summary>
        Unknown,

        /// <summary>The method that takes it, before it returns.</summary>
        Spot,

        /// <summary>The loop, as a callback.</summary>
        Loop,

        /// <summary>Another thread.</summary>
        Thread,
    }

    /// <summary>The method that runs a lambda on another thread, if that is what it is given to.</summary>
    internal static string? ThreadStarter(IAnonymousFunctionOperation lambda) => ReceiverOf(lambda) != Receiver.Thread ? null : Taker(lambda) switch
    {
        IInvocationOperation call => call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name,
        IObjectCreationOperation creation => "new " + creation.Type!.Name,
        _ => null,
    };

    /// <summary>Whether a lambda is given to the loop itself, as a callback.</summary>
    internal static bool IsLoopCallback(IAnonymousFunctionOperation lambda) => ReceiverOf(lambda) == Receiver.Loop;

    /// <summary>Whether the method a lambda is given to calls it before it returns, as LINQ and <c>ForEach</c> do.</summary>
    internal static bool IsCalledOnTheSpot(IAnonymousFunctionOperation lambda) => ReceiverOf(lambda) == Receiver.Spot;

    /// <summary>Who runs a lambda or a method group.</summary>
    internal static Receiver ReceiverOf(IOperation function)
    {
        switch (Taker(function))
        {
            case IInvocationOperation { TargetMethod: var method } call:
                if (s_callers.Contains(method.ContainingType.FullName()))
                {
                    return Receiver.Spot;
                }

                string name = method.FullName();
                if (call.Arguments.Any(ChoosesTheThread))
                {
                    return Receiver.Unknown;
                }

                return s_threads.Contains(name) ? Receiver.Thread : s_loop.Contains(name) ? Receiver.Loop : Receiver.Unknown;
            case IObjectCreationOperation { Type: INamedTypeSymbol type }:
                return type.FullName() is "System.Threading.Thread" or "System.Threading.Timer" ? Receiver.Thread : Receiver.Unknown;
            default:
                return Receiver.Unknown;
        }
    }

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

    // A scheduler may be the loop's own; synchronously is on the thread that ends the task, which may be the loop's too.
    private static bool ChoosesTheThread(IArgumentOperation argument) => argument.Parameter?.Type.Name switch
    {
        "TaskScheduler" => argument.Value.Core() is not IPropertyReferenceOperation { Property: { Name: "Default", ContainingType.Name: "TaskScheduler" } },
        "TaskContinuationOptions" => argument.Value.ConstantValue is not { HasValue: true, Value: int options }
            || (options & (int)TaskContinuationOptions.ExecuteSynchronously) != 0,
        _ => false,
    };

    private static IOperation? Taker(IOperation function)
    {
        IOperation? parent = function.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation ? parent.Parent : null;
    }
}
