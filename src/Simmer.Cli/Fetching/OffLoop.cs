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
    /// A cancellation that comes meanwhile does not undo what the call did; it is thrown when the call has ended. What the call
    /// did, it has to note itself.
    /// </remarks>
    internal static async Coroutine<T> Run<T>(Func<T> function)
    {
        Future<T> call = Asyncio.GetRunningLoop().RunInExecutor(function);
        try
        {
            await Ended(call);
        }
        catch (CancelledException)
        {
            // Whoever is cancelled does not ask how the call went: an error of it is no news to anybody.
            _ = call.Exception;
            throw;
        }

        return call.Result;
    }

    private static async Coroutine Ended<T>(Future<T> call)
    {
        try
        {
            // Unlike an await of the call itself, this leaves the call alone when it is cancelled.
            await Asyncio.Wait([call]);
        }
        finally
        {
            // Cancelled, and perhaps again while it waits here.
            if (!call.IsDone)
            {
                await Ended(call);
            }
        }
    }
}
