using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>Calls public members by reflection, with arguments made up for their types, and says how that ended.</summary>
internal static class Surface
{
    private static readonly MethodInfo s_await = Own(nameof(Await), 0);
    private static readonly MethodInfo s_awaitOfT = Own(nameof(Await), 1);

    /// <summary>Every public type of the runtime.</summary>
    internal static IEnumerable<Type> Types => typeof(EventLoop).Assembly.GetExportedTypes();

    /// <summary>What a type offers to be called: methods and setters of its own and of its bases in the runtime.</summary>
    internal static IEnumerable<MethodInfo> MethodsOf(Type type, BindingFlags where) =>
        type.GetMethods(BindingFlags.Public | where).Where(method =>
            method.DeclaringType!.Assembly == typeof(EventLoop).Assembly
            && method.GetBaseDefinition().DeclaringType != typeof(object)
            && (!method.IsSpecialName || method.Name.StartsWith("set_", StringComparison.Ordinal))
            && !method.Name.StartsWith("op_", StringComparison.Ordinal)
            && method.Name != "<Clone>$"
            && !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));

    /// <summary>The member as a table writes it: <c>EventLoop.CallSoon</c>.</summary>
    internal static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name.Split('`')[0]}.{method.Name}";

    /// <summary>Calls a method, awaits what it returns if that is a coroutine, and gives its error.</summary>
    internal static async Task<Exception?> Call(MethodInfo method, object? target, Func<Type, object?>? argument = null)
    {
        if (method.IsGenericMethodDefinition)
        {
            method = method.MakeGenericMethod([.. method.GetGenericArguments().Select(Close)]);
        }

        try
        {
            object? result = method.Invoke(
                target, BindingFlags.DoNotWrapExceptions, null,
                [.. method.GetParameters().Select(parameter => argument?.Invoke(parameter.ParameterType) ?? Argument(parameter))], null);
            Type type = method.ReturnType;
            if (type == typeof(Coroutine))
            {
                await (Task)s_await.Invoke(null, [result])!;
            }
            else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Coroutine<>))
            {
                await (Task)s_awaitOfT.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [result])!;
            }

            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>What closes a type parameter: whatever its constraint allows.</summary>
    private static Type Close(Type parameter) =>
        parameter.GetGenericParameterConstraints().FirstOrDefault(typeof(Future).IsAssignableFrom) is not null
            ? typeof(LoopTask<int>)
            : typeof(int);

    private static object? Argument(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return type.IsByRef ? null
            : parameter.HasDefaultValue ? (type.IsValueType && parameter.DefaultValue is null ? null : parameter.DefaultValue)
            : Make(type) ?? throw new NotSupportedException($"No argument is known for {parameter.Member.DeclaringType}.{parameter.Member.Name}({type} {parameter.Name}): add one to Surface.");
    }

    private static object? Make(Type type)
    {
        if (type == typeof(Coroutine))
        {
            return Nothing();
        }

        if (type == typeof(Coroutine<int>) || type == typeof(IAwaitable) || type == typeof(IAwaitable<int>))
        {
            return Answer();
        }

        if (type == typeof(Delay))
        {
            return new Delay(1);
        }

        if (type == typeof(Exception))
        {
            return new InvalidOperationException("given");
        }

        if (type == typeof(int))
        {
            return 1;
        }

        if (type.IsAssignableFrom(typeof(IPEndPoint)) && type != typeof(object))
        {
            return new IPEndPoint(IPAddress.Loopback, 1);
        }

        if (type == typeof(PosixSignal) || type == typeof(PosixSignal[]))
        {
            return type.IsArray ? new[] { PosixSignal.SIGHUP } : PosixSignal.SIGHUP;
        }

        if (type == typeof(string))
        {
            return "given";
        }

        if (type == typeof(Task))
        {
            return Task.CompletedTask;
        }

        if (type == typeof(Task<int>))
        {
            return Task.FromResult(1);
        }

        if (type == typeof(ThreadExecutor))
        {
            return new ThreadExecutor();
        }

        if (type.IsAssignableTo(typeof(Delegate)))
        {
            return MakeDelegate(type);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            Type element = type.GetGenericArguments()[0];
            var items = Array.CreateInstance(element, 1);
            items.SetValue(element == typeof(LoopTask<int>) ? null : Make(element), 0);
            return items;
        }

        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsValueType ? Activator.CreateInstance(bare) : null;
    }

    private static Delegate MakeDelegate(Type type)
    {
        MethodInfo invoke = type.GetMethod("Invoke")!;
        System.Linq.Expressions.ParameterExpression[] parameters =
            [.. invoke.GetParameters().Select(parameter => System.Linq.Expressions.Expression.Parameter(parameter.ParameterType))];
        System.Linq.Expressions.Expression body =
            invoke.ReturnType == typeof(void) ? System.Linq.Expressions.Expression.Empty()
            : invoke.ReturnType == typeof(Coroutine) ? System.Linq.Expressions.Expression.Call(Own(nameof(Nothing), 0))
            : invoke.ReturnType == typeof(Coroutine<int>) ? System.Linq.Expressions.Expression.Call(Own(nameof(Answer), 0))
            : System.Linq.Expressions.Expression.Default(invoke.ReturnType);
        return System.Linq.Expressions.Expression.Lambda(type, body, parameters).Compile();
    }

    private static MethodInfo Own(string name, int arity) =>
        typeof(Surface).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Single(method => method.Name == name && method.GetGenericArguments().Length == arity);

    private static async Task Await(Coroutine coroutine) => await coroutine;

    private static async Task Await<T>(Coroutine<T> coroutine) => await coroutine;

    private static async Coroutine Nothing() => await Sleep(0);

    private static async Coroutine<int> Answer()
    {
        await Sleep(0);
        return 42;
    }
}
