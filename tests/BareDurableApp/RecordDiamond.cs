using Microsoft.Azure.Functions.Worker;

namespace BareDurableApp;

/// <summary>Writes what is written at a run's end.</summary>
public sealed class RecordDiamond(Rows rows)
{
    [Function(nameof(RecordDiamond))]
    public Task RunAsync([ActivityTrigger] string run, CancellationToken cancellationToken) => rows.EndAsync(run, cancellationToken);
}
