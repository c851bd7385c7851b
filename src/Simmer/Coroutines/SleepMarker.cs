using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>
/// The frame of every <c>Sleep</c>: a coroutine without a body, whose delay travels in the coroutine's token, so that
/// sleeping allocates and pools nothing.
/// </summary>
internal sealed class SleepMarker : Frame
{
    internal static readonly SleepMarker Instance = new();

    // Never "created": no token, which is a delay here, may make it look like a fresh frame.
    private SleepMarker() => State = FrameState.Linked;

    internal override int Kind => throw new InvalidOperationException("A sleep is in no pool.");

    internal override object? Machine => null;

    [DynamicallyAccessedMembers(Frame.MembersOfMachine)]
    internal override Type MachineType => typeof(SleepMarker);

    internal override void MoveNext() => throw new InvalidOperationException("A sleep has no body to run.");

    internal override void Release()
    {
    }

    internal static Coroutine Create(double seconds) => new(Instance, BitConverter.DoubleToInt64Bits(seconds));

    internal static double Seconds(long token) => BitConverter.Int64BitsToDouble(token);

    /// <summary>A coroutine with a body of its own around a sleep, for where a task needs a root frame.</summary>
    internal static async Coroutine Body(Coroutine sleep) => await sleep;
}

/// <summary>The result type of coroutines that return nothing.</summary>
internal readonly struct Nothing;
