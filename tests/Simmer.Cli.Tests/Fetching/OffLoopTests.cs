using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>A blocking call is waited for to its end, and a cancellation that comes meanwhile is not lost.</summary>
public sealed class OffLoopTests
{
    [Fact]
    public void A_cancellation_is_thrown_when_the_call_has_ended()
    {
        using var release = new ManualResetEventSlim();
        bool ended = false;
        bool endedBefore = false;
        Asyncio.Run(Main());

        Assert.True(endedBefore);

        async Coroutine Main()
        {
            LoopTask task = Asyncio.CreateTask(Call());
            await Asyncio.Sleep(0);
            task.Cancel();
            await Asyncio.Sleep(0);
            task.Cancel();
            await Asyncio.Sleep(0);
            Assert.False(task.IsDone);
            release.Set();
            await Asyncio.Wait([task]);
            Assert.True(task.IsCancelled);
        }

        async Coroutine Call()
        {
            try
            {
                await OffLoop.Run(() =>
                {
                    release.Wait();
                    ended = true;
                    return true;
                });
            }
            catch (CancelledException)
            {
                endedBefore = ended;
                throw;
            }
        }
    }

    [Fact]
    public void A_body_that_became_whole_while_its_request_was_cancelled_is_told_as_fetched()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        using var server = HostileServer.Saying(_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var release = new ManualResetEventSlim();
        var sink = new Held(new FileSink(folder), release);
        Fetcher? running = null;
        var settings = new FetchSettings { Grace = TimeSpan.Zero };
        sink.OnCommit = () =>
        {
            running!.Interrupt();
            Asyncio.GetRunningLoop().CallLater(0.01, release.Set);
        };
        FetchRecord record = Assert.Single(RealFetch.Run([server.Address], settings, sink, onStarted: fetcher => running = fetcher));

        Assert.Null(record.Failure);
        Assert.Equal("ok", File.ReadAllText(Path.Combine(folder, record.File!)));
        Assert.Single(Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Holds the last step of a body until the run is interrupted and its grace is over.</summary>
    private sealed class Held(IBodySink sink, ManualResetEventSlim release) : IBodySink
    {
        internal Action? OnCommit { get; set; }

        public IBody Open(Job job) => new Body(this, sink.Open(job), release);

        private sealed class Body(Held sink, IBody body, ManualResetEventSlim release) : IBody
        {
            public Coroutine Write(ReadOnlyMemory<byte> bytes) => body.Write(bytes);

            public async Coroutine Commit(ReadOnlyMemory<byte> bytes)
            {
                sink.OnCommit!();
                try
                {
                    await OffLoop.Run(() =>
                    {
                        release.Wait();
                        return true;
                    });
                }
                finally
                {
                    await body.Commit(bytes);
                }
            }

            public Coroutine Discard() => body.Discard();
        }
    }
}
