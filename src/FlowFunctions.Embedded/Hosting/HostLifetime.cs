using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>Ctrl-C and SIGTERM stop the host gracefully; the second Ctrl-C ends the process at once.</summary>
internal sealed class HostLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.AddRange(
            new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    // Not cancelled, the signal does what it does without a handler: it ends the process.
    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            signal.Cancel = true;
            application.StopApplication();
        }
    }
}
