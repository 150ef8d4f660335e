using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>Runs listeners until the host stops, lets their running calls end, and cancels them when the host's time to stop is over.</summary>
internal abstract class TriggerService : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var outOfTime = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandon);
        await base.StopAsync(CancellationToken.None);
    }

    public override void Dispose()
    {
        base.Dispose();
        _abandon.Dispose();
    }

    protected abstract Task ListenAsync(CancellationToken stopping, CancellationToken abandon);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ListenAsync(stoppingToken, _abandon.Token);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
