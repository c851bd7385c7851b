using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using static Simmer.Asyncio;

namespace Simmer.Extensions.Logging.Tests;

/// <summary>What a program finds in its log, by way of a real factory.</summary>
public sealed class LoopLoggingTests
{
    [Fact]
    public void An_error_that_nobody_awaited_is_logged_with_its_task_and_where_that_was_made()
    {
        using var log = new Log();
        Run(Main(), new RunnerOptions { Debug = true, HandleInterrupts = false }.LogTo(log.Logger));

        Entry entry = Assert.Single(log.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Equal(new EventId(1, "LostError"), entry.Id);
        Assert.Equal("broken", Assert.IsType<InvalidDataException>(entry.Exception).Message);
        Assert.Contains("never retrieved", entry.Message, StringComparison.Ordinal);
        Assert.Equal("lost", entry["Task"]);
        Assert.EndsWith("LoopLoggingTests.cs", (string?)entry["File"], StringComparison.Ordinal);
        Assert.IsType<int>(entry["Line"]);
        Assert.Contains("Main", (string?)entry["Stack"], StringComparison.Ordinal);

        static async Coroutine Main()
        {
#pragma warning disable SIM005 // It is about what becomes of its error.
            _ = CreateTask(Fail(), name: "lost");
#pragma warning restore SIM005
            await Sleep(0);
            await Sleep(0);
        }

        static async Coroutine Fail()
        {
            await Sleep(0);
            throw new InvalidDataException("broken");
        }
    }

    [Fact]
    public void The_task_of_an_error_has_the_same_name_when_it_is_garbage()
    {
        using var log = new Log();
        Run(Main(), new RunnerOptions { HandleInterrupts = false }.LogTo(log.Logger));

        Assert.Equal("lost", Assert.Single(log.Entries)["Task"]);

        async Coroutine Main()
        {
            Lose();
            await Sleep(0);
            await Sleep(0);
            GC.Collect();
            await Sleep(0.001);
            Assert.Single(log.Entries);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable SIM005 // It is about what becomes of its error.
        static void Lose() => _ = CreateTask(Fail(), name: "lost");
#pragma warning restore SIM005

        static async Coroutine Fail() => throw new InvalidDataException("broken");
    }

    [Fact]
    public void A_coroutine_that_nobody_awaited_is_an_error_with_its_kind()
    {
        using var log = new Log();
        Run(Main(), new RunnerOptions { HandleInterrupts = false }.LogTo(log.Logger));

        Entry entry = Assert.Single(log.Entries);
        Assert.Equal((LogLevel.Error, "NeverAwaited"), (entry.Level, entry.Id.Name));
        Assert.Equal(LoopWarningKind.NeverAwaited, entry["Kind"]);
        Assert.Contains("'Forgotten'", entry.Message.Replace("LoopLoggingTests.", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Null(entry["Duration"]);

        static async Coroutine Main()
        {
            await Sleep(0);
#pragma warning disable SIM001 // It is about what is said of it.
            _ = Forgotten();
#pragma warning restore SIM001
        }
    }

    [Fact]
    public void A_wait_that_blocks_is_a_warning_with_its_line_and_the_total_is_told_apart()
    {
        using var log = new Log();
        using var reported = new ManualResetEventSlim();
        log.OnEntry = reported.Set;
        Run(Main(), new RunnerOptions
        {
            HandleInterrupts = false,
            Guards = new GuardOptions { WaitThreshold = TimeSpan.FromMilliseconds(50), StepThreshold = TimeSpan.FromMinutes(10) },
        }.LogTo(log.Logger));

        Entry[] entries = [.. log.Entries];
        Assert.Equal(2, entries.Length);
        Assert.All(entries, entry => Assert.Equal((LogLevel.Warning, "Blocking", 101), (entry.Level, entry.Id.Name, entry.Id.Id)));
        Assert.All(entries, entry => Assert.Equal("blocker", entry["Task"]));
        Assert.All(entries, entry => Assert.IsType<TimeSpan>(entry["Duration"]));
        Assert.All(entries, entry => Assert.EndsWith("LoopLoggingTests.cs", (string?)entry["File"], StringComparison.Ordinal));
        Assert.Equal([false, true], entries.Select(entry => entry["IsOver"]));
        Assert.Contains("LoopLoggingTests.cs", (string?)entries[0]["Stack"], StringComparison.Ordinal);

        async Coroutine Main()
        {
            CurrentTask()!.Name = "blocker";
            await Sleep(0);
#pragma warning disable SIM010 // It goes on once it is reported.
            Assert.True(reported.Wait(TimeSpan.FromSeconds(30)));
#pragma warning restore SIM010
        }
    }

    [Fact]
    public void A_loop_made_by_hand_logs_too()
    {
        using var log = new Log();
        using var loop = new EventLoop();
        loop.LogTo(log.Logger);
        loop.CallSoon(() => throw new InvalidDataException("broken"));
        loop.CallSoon(loop.Stop);
        loop.RunForever();

        Assert.IsType<InvalidDataException>(Assert.Single(log.Entries).Exception);
    }

    [Fact]
    public void The_other_settings_stay_and_null_is_refused()
    {
        using var log = new Log();
        RunnerOptions options = new RunnerOptions { Debug = true }.LogTo(log.Logger);

        Assert.True(options.Debug);
        Assert.Equal("logger", Assert.Throws<ArgumentNullException>(() => options.LogTo(null!)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => ((RunnerOptions)null!).LogTo(log.Logger)).ParamName);
    }

    private static async Coroutine Forgotten() => await Sleep(0);

    private sealed record Entry(
        LogLevel Level, EventId Id, string Message, Exception? Exception, IReadOnlyList<KeyValuePair<string, object?>> State)
    {
        internal object? this[string name] => State.FirstOrDefault(property => property.Key == name).Value;
    }

    /// <summary>A factory whose only provider keeps what it is given.</summary>
    private sealed class Log : ILoggerProvider, ILogger
    {
        private readonly ILoggerFactory _factory;

        internal Log()
        {
            _factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
            Logger = _factory.CreateLogger("Simmer");
        }

        internal ILogger Logger { get; }

        internal ConcurrentQueue<Entry> Entries { get; } = new();

        internal Action? OnEntry { get; set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Entries.Enqueue(new Entry(logLevel, eventId, formatter(state, exception), exception, (IReadOnlyList<KeyValuePair<string, object?>>)state!));
            OnEntry?.Invoke();
        }

        public void Dispose() => _factory.Dispose();
    }
}
