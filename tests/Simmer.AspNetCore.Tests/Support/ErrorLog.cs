using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Simmer.AspNetCore.Tests.Support;

/// <summary>Keeps the exceptions that a host logs.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    internal ConcurrentQueue<Exception> Errors { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && IsEnabled(logLevel))
        {
            Errors.Enqueue(exception);
        }
    }

    public void Dispose()
    {
    }
}
