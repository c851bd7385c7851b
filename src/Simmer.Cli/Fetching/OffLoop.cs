namespace Simmer.Cli.Fetching;

/// <summary>Calls that block, such as writing a file, on another thread.</summary>
/// <remarks>
/// A file on Linux is written by a blocking call on some thread in any case; this is the loop's own pool of threads, and one
/// hop for all the calls a small file needs.
/// </remarks>
internal static class OffLoop
{
    /// <summary>Waits for the call to the end even when the task is cancelled, so that what it uses is free afterwards.</summary>
    /// <remarks>
    /// A cancellation that comes meanwhile does not undo what the call did, so it is not thrown here; the task's token keeps
    /// it for the next request or read.
    /// </remarks>
    internal static async Coroutine<T> Run<T>(Func<T> function)
    {
        Future<T> call = Asyncio.GetRunningLoop().RunInExecutor(function);
        while (!call.IsDone)
        {
            try
            {
                // Unlike an await of the call itself, this leaves the call alone when it is cancelled.
                await Asyncio.Wait([call]);
            }
#pragma warning disable SIM031 // Told above.
            catch (CancelledException)
            {
            }
#pragma warning restore SIM031
        }

        return call.Result;
    }
}
