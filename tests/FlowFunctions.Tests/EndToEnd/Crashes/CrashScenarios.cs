using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>All scenarios at the same time, each in processes of its own and on storage of its own, for each waits a minute for what a killed host held.</summary>
public sealed class CrashScenarios(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();

    internal Task Run { get; private set; } = Task.CompletedTask;

    internal Task Tries { get; private set; } = Task.CompletedTask;

    internal Task Imports { get; private set; } = Task.CompletedTask;

    internal Task Messages { get; private set; } = Task.CompletedTask;

    internal Task Trace { get; private set; } = Task.CompletedTask;

    internal Task OfTwo { get; private set; } = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        Run = KilledRun.GoesOnAsync(azurite, _stop.Token);
        Tries = KilledTries.GoOnAsync(azurite, _stop.Token);
        Imports = KilledImports.GoOnAsync(azurite, _stop.Token);
        Messages = KilledMessages.ArriveAsync(azurite, _stop.Token);
        Trace = KilledTrace.IsOneAsync(azurite, _stop.Token);
        OfTwo = KilledOfTwo.GoesOnAsync(azurite, _stop.Token);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends those that no test has waited for, processes and all.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(new[] { Run, Tries, Imports, Messages, Trace, OfTwo }.Select(scenario => scenario.ContinueWith(static _ => { }, TaskScheduler.Default)));
        _stop.Dispose();
    }
}
