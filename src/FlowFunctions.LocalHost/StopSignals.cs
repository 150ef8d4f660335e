using System.Runtime.InteropServices;

namespace FlowFunctions.LocalHost;

/// <summary>Ctrl-C, SIGTERM and a terminal that is closed ask the host to stop; the second Ctrl-C ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _keys;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

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

    /// <summary>
    /// Not cancelled, the signal does what it does without a handler: it ends the process. What is sent to a group, and passed on by the program that started this one, comes twice and means one stop.
    /// </summary>
    private void OnSignal(PosixSignalContext signal)
    {
        if (signal.Signal is PosixSignal.SIGTERM or PosixSignal.SIGHUP || Interlocked.Increment(ref _keys) == 1)
        {
            signal.Cancel = true;
            Request();
        }
    }
}
