using Microsoft.Extensions.Logging;

namespace Simmer.Extensions.Logging;

/// <summary>Sends what a loop reports to an <see cref="ILogger"/>: errors that nobody awaited, and what the guards find.</summary>
/// <remarks>
/// <para>Errors are logged as <see cref="LogLevel.Error"/> with the event <c>1 LostError</c> and the exception. Of the guards,
/// those that tell of work that never happens (a coroutine never awaited, a deadlock) are errors as well, the slow steps of debug
/// mode <see cref="LogLevel.Information"/>, the others warnings; their event is <c>100</c> and more, named after the
/// <see cref="LoopWarningKind"/>.</para>
/// <para>Each entry carries <c>Task</c>, <c>File</c>, <c>Line</c> and <c>Stack</c> as far as they are known; a guard's also
/// <c>Kind</c>, <c>Duration</c> and <c>IsOver</c>. Those of an error tell where its task was made, which debug mode keeps.</para>
/// <para>Reports on a held loop come from the watchdog's thread, so the logger must be safe to call from any, as those of
/// <see cref="ILoggerFactory"/> are.</para>
/// </remarks>
/// <example><code>
/// using ILoggerFactory logs = LoggerFactory.Create(builder => builder.AddConsole());
/// Asyncio.Run(Main(), new RunnerOptions().LogTo(logs.CreateLogger("Simmer")));
/// </code></example>
public static class LoopLogging
{
    private const int FirstWarning = 100;
    private static readonly EventId s_lostError = new(1, "LostError");

    /// <summary>Settings that send the reports of the run to a logger, instead of standard error.</summary>
    /// <param name="options">The other settings.</param>
    /// <param name="logger">Where to write.</param>
    /// <returns>A copy of the settings with both handlers set.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RunnerOptions LogTo(this RunnerOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        return options with
        {
            ExceptionHandler = (_, context) => Log(logger, context),
            WarningHandler = (_, warning) => Log(logger, warning),
        };
    }

    /// <summary>Sends the reports of a loop to a logger, instead of standard error.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="logger">Where to write.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void LogTo(this EventLoop loop, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(logger);
        loop.ExceptionHandler = (_, context) => Log(logger, context);
        loop.WarningHandler = (_, warning) => Log(logger, warning);
    }

    private static void Log(ILogger logger, ExceptionContext context)
    {
        if (!logger.IsEnabled(LogLevel.Error))
        {
            return;
        }

        List<UserCall> made = context.CreationStack is { } stack ? UserStack.Of(stack) : [];
        UserCall? place = made.Count > 0 ? made[0] : null;
        var state = new LogState(context.Message)
        {
            { "Task", context.TaskName ?? context.FutureDescription },
            { "File", place?.File },
            { "Line", place is { File: not null } known ? known.Line : null },
            { "Stack", made.Count > 0 ? UserStack.Format(made) : null },
        };
        logger.Log(LogLevel.Error, s_lostError, state, context.Exception, static (state, _) => state.ToString());
    }

    private static void Log(ILogger logger, LoopWarning warning)
    {
        LogLevel level = LevelOf(warning.Kind);
        if (!logger.IsEnabled(level))
        {
            return;
        }

        var state = new LogState(warning.Message)
        {
            { "Kind", warning.Kind },
            { "Task", warning.Task?.Name },
            { "File", warning.File },
            { "Line", warning.Line },
            { "Stack", warning.CallStack },
            { "Duration", warning.Duration == TimeSpan.Zero ? null : warning.Duration },
            { "IsOver", warning.IsOver },
        };
        var id = new EventId(FirstWarning + (int)warning.Kind, warning.Kind.ToString());
        logger.Log(level, id, state, null, static (state, _) => state.ToString());
    }

    private static LogLevel LevelOf(LoopWarningKind kind) => kind switch
    {
        LoopWarningKind.NeverAwaited or LoopWarningKind.Deadlock => LogLevel.Error,
        LoopWarningKind.SlowStep => LogLevel.Information,
        _ => LogLevel.Warning,
    };
}
