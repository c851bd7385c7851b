using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>Errors on their way up await chains.</summary>
public sealed partial class EventLoop
{
    /// <summary>
    /// How many frames an error's trace grows by. Each capture copies the trace so far, so a trace of a whole deep recursion
    /// would cost the square of its depth.
    /// </summary>
    private const int TracedFrames = 200;
    private ExceptionDispatchInfo? _passing;
    private int _passed;

    /// <summary>Captures an error that leaves a frame; past some hundred frames, the capture that came up with it.</summary>
    internal ExceptionDispatchInfo CaptureError(Exception error)
    {
        if (_passing is { } passing && ReferenceEquals(passing.SourceException, error) && _passed >= TracedFrames)
        {
            return passing;
        }

        return ExceptionDispatchInfo.Capture(error);
    }

    /// <summary>An error goes on into the frame above.</summary>
    internal void PassOn(ExceptionDispatchInfo error)
    {
        _passed = ReferenceEquals(_passing?.SourceException, error.SourceException) ? _passed + 1 : 0;
        _passing = error;
    }
}
