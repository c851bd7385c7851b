using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>The checks and descriptions that both kinds of coroutine share.</summary>
internal static class CoroutineGuard
{
    /// <summary>Throws unless the coroutine can still be started.</summary>
    internal static void CheckFresh([NotNull] Frame? frame, long token)
    {
        if (frame is null || Misuse(frame, token) is not null)
        {
            throw Misuse(frame, token)!;
        }
    }

    /// <summary>Why this coroutine cannot be started, or null if it can.</summary>
    internal static InvalidOperationException? Misuse(Frame? frame, long token)
    {
        if (frame is null)
        {
            return new InvalidOperationException(
                "This coroutine is default(Coroutine): no method was called. Await the result of an async Coroutine method.");
        }

        if (frame.Version != token)
        {
            return new InvalidOperationException(
                "Cannot reuse an already awaited coroutine: it runs once. Call the method again for a new coroutine, "
                + "or make a task of it, which can be awaited any number of times.");
        }

        if (frame.State != FrameState.Created)
        {
            return new InvalidOperationException(
                $"The coroutine {MethodNames.Of(frame.MachineType)} is being awaited already. "
                + "Make a task of it if several are to await its result.");
        }

        return null;
    }

    internal static void Close(Frame? frame, long token)
    {
        if (frame is not null and not SleepMarker && frame.Version == token && frame.State == FrameState.Created)
        {
            frame.Release();
        }
    }

    internal static string Describe(Frame? frame, long token) => frame switch
    {
        null => "<no coroutine>",
        SleepMarker => "<coroutine Sleep>",
        _ when frame.Version != token => "<finished coroutine>",
        _ => $"<coroutine {MethodNames.Of(frame.MachineType)}>",
    };

    /// <summary>The task whose root is the coroutine's frame; null if it is none's, or the frame serves another call by now.</summary>
    internal static LoopTask? RunnerOf(Frame? frame, long token) =>
        frame is { IsRoot: true, State: FrameState.Linked, Link: LoopTask task } && frame.Version == token ? task : null;
}
