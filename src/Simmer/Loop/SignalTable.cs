using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The signals that a loop listens to: its handlers, and whatever else is registered.</summary>
internal sealed class SignalTable(EventLoop loop)
{
    private readonly Dictionary<int, Handler> _handlers = [];
    private readonly HashSet<SignalRegistration> _registrations = [];

    internal void Add(SignalRegistration registration) => _registrations.Add(registration);

    internal void Remove(SignalRegistration registration) => _registrations.Remove(registration);

    internal void SetHandler(PosixSignal signal, Handle callback)
    {
        int number = SignalNumbers.ToHandle(signal);
        if (!_handlers.TryGetValue(number, out Handler? handler))
        {
            handler = new Handler(number);
            handler.Registration = new SignalRegistration(loop, signal, handler);
            _handlers.Add(number, handler);
        }

        handler.Callback = callback;
    }

    internal bool RemoveHandler(PosixSignal signal)
    {
        if (!_handlers.Remove(SignalNumbers.Of(signal), out Handler? handler))
        {
            return false;
        }

        handler.Callback = null;
        handler.Registration.Dispose();
        return true;
    }

    internal void Close()
    {
        _handlers.Clear();
        foreach (SignalRegistration registration in _registrations.ToArray())
        {
            registration.Dispose();
        }
    }

    /// <summary>One signal's handler. A signal that was queued when the callback was replaced goes to the new one.</summary>
    private sealed class Handler(int number) : LoopItem
    {
        [AllowNull]
        internal SignalRegistration Registration { get; set; }

        internal Handle? Callback { get; set; }

        internal override void Run(EventLoop loop) => Callback?.Run(loop);

        internal override string Describe() => $"signal {number}";
    }
}
