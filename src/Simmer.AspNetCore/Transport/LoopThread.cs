using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace Simmer.AspNetCore;

/// <summary>A loop on a thread of its own, with what its connections share.</summary>
internal sealed class LoopThread : IDisposable
{
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LoopThread(string name, SimmerTransportOptions options, MemoryPool<byte> pool, ILogger logger)
    {
        Pool = pool;
        Loop = new EventLoop(options.Loop)
        {
            ExceptionHandler = (_, context) =>
            {
                if (logger.IsEnabled(LogLevel.Error))
                {
#pragma warning disable CA1848, CA2254 // An error of the rarest kind, in the words of whoever met it.
                    logger.LogError(context.Exception, context.Message);
#pragma warning restore CA1848, CA2254
                }
            },
        };
        var scheduler = new LoopPipeScheduler(Loop);
        PipeScheduler application = options.Scheduling == ApplicationScheduling.Loop ? scheduler : PipeScheduler.ThreadPool;
        RunsApplication = options.Scheduling == ApplicationScheduling.Loop;
        Input = Options(options.MaxReadBufferSize, application, scheduler);
        Output = Options(options.MaxWriteBufferSize, scheduler, application);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();

        PipeOptions Options(long? limit, PipeScheduler reader, PipeScheduler writer) => new(
            pool, reader, writer, limit ?? 0, limit is > 1 and { } bytes ? bytes / 2 : limit ?? 0, useSynchronizationContext: false);
    }

    internal EventLoop Loop { get; }

    internal MemoryPool<byte> Pool { get; }

    /// <summary>Whether the application's code runs on the loop.</summary>
    internal bool RunsApplication { get; }

    /// <summary>The settings of the pipes from the clients.</summary>
    internal PipeOptions Input { get; }

    /// <summary>The settings of the pipes to the clients.</summary>
    internal PipeOptions Output { get; }

    /// <summary>Whether this is the loop's thread.</summary>
    internal bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Ends when the loop is closed.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Has the loop end as soon as no handler holds it; what connections there are, are closed.</summary>
    public void Dispose() => Loop.CallSoonThreadsafe(Loop.Stop);

    private void Run()
    {
        Loop.RunForever();
        Loop.Close();
        Pool.Dispose();
        _ended.SetResult();
    }
}
