using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Simmer.Conformance;

/// <summary>What Simmer, or .NET, calls what CPython raises: the whole translation of names.</summary>
internal static partial class Names
{
    private static readonly Dictionary<Type, string> s_python = new()
    {
        [typeof(CancelledException)] = "CancelledError",
        [typeof(TimeoutException)] = "TimeoutError",
        [typeof(InvalidStateException)] = "InvalidStateError",
        [typeof(SystemExitException)] = "SystemExit",
        [typeof(AggregateException)] = "ExceptionGroup",
        [typeof(QueueEmptyException)] = "QueueEmpty",
        [typeof(QueueFullException)] = "QueueFull",
        [typeof(QueueShutDownException)] = "QueueShutDown",
        [typeof(SemaphoreFullException)] = "ValueError",
        [typeof(InvalidOperationException)] = "RuntimeError",
        [typeof(ArgumentException)] = "ValueError",
        [typeof(IOException)] = "OSError",
        [typeof(KeyNotFoundException)] = "KeyError",
        [typeof(DivideByZeroException)] = "ZeroDivisionError",
        [typeof(double)] = "float",
    };

    /// <summary>Python's name of a value's type, or of the nearest base type that has one.</summary>
    internal static string Of(object value)
    {
        if (value is IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset } })
        {
            return "ConnectionResetError";
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (s_python.TryGetValue(type, out string? name))
            {
                return name;
            }
        }

        return value.GetType().Name;
    }

    /// <summary>A message with the names of error types translated.</summary>
    internal static string InText(string text) => TypeName().Replace(text, static match =>
        s_python.FirstOrDefault(entry => entry.Key.Name == match.Value).Value ?? match.Value);

    [GeneratedRegex(@"\b\w+Exception\b")]
    private static partial Regex TypeName();
}
