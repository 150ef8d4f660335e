using System.Runtime.InteropServices;

namespace FlowFunctions.LocalHost;

/// <summary>Ctrl-C and SIGTERM ask the host to stop; the second Ctrl-C ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _signals;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Requested => _requested.Token;

    public void Request() => _requested.Cancel();

    public async Task WaitAsync()
    {
        var asked = new TaskCompletionSource();
        await using var registration = Requested.UnsafeRegister(_ => asked.TrySetResult(), null);
        await asked.Task;
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _requested.Dispose();
    }

    // Not cancelled, the signal does what it does without a handler: it ends the process.
    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            signal.Cancel = true;
            Request();
        }
    }
}
