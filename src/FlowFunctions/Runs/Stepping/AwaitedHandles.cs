using FlowFunctions.Steps;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>The handles of steps, as an activity reads and writes them: it waits for storage that is away (<see cref="ActivityStorageWait"/>). Thread-safe.</summary>
internal sealed class AwaitedHandles(StepHandleStore handles, ActivityStorageWait storage)
{
    public ActivityStorageWait Storage => storage;

    /// <summary>The handle of the call's try.</summary>
    public Task<StepHandle> GetAsync(StepCall call, CancellationToken cancellationToken) =>
        storage.ForAsync(async () => (await handles.GetAsync(call.RunId, call.Referrer, cancellationToken)).For(call.Try), cancellationToken);

    /// <summary>
    /// The handle of the call's try, which is on record before its target is asked for the first time: whoever puts the run's end on record sees that the step has begun. It costs what reading does;
    /// where the step has begun before, one request more.
    /// </summary>
    public async Task<StepHandle> BeginAsync(StepCall call, CancellationToken cancellationToken) =>
        (call.Try.Number == 1 ? await TrySaveAsync(call, new StepHandle(), cancellationToken) : null) ?? await GetAsync(call, cancellationToken);

    /// <inheritdoc cref="StepHandleStore.TrySaveAsync"/>
    public Task<StepHandle?> TrySaveAsync(StepCall call, StepHandle handle, CancellationToken cancellationToken) =>
        storage.ForAsync(() => handles.TrySaveAsync(call.RunId, call.Referrer, handle, cancellationToken), cancellationToken);

    /// <summary>Storage may have gone while the target worked: when this returns, it is there, and knows how the try has ended. Where another writer was faster, that one knows better.</summary>
    /// <param name="call">The step.</param>
    /// <param name="known">Its handle as it was read or written last; null where it was not, and is read.</param>
    /// <param name="report">The end.</param>
    /// <param name="cancellationToken">Gives up, silently: the host stops.</param>
    public async Task KeepEndAsync(StepCall call, StepHandle? known, StepReport report, CancellationToken cancellationToken)
    {
        try
        {
            var handle = known ?? await GetAsync(call, cancellationToken);
            if (handle is { IsCancelled: false, End: null })
            {
                await KeepAsync(call, handle with { Attempts = report.Outcome!.Attempts, End = report }, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops, and takes the answer with it if it can.
        }
    }

    private async Task KeepAsync(StepCall call, StepHandle handle, CancellationToken cancellationToken)
    {
        try
        {
            await TrySaveAsync(call, handle, cancellationToken);
        }
        catch (DocumentTooLargeException)
        {
            // The outcome fits in any case; single faults are told once.
            await TrySaveAsync(call, handle with { End = StepReport.Ended(handle.End!.Outcome!) }, cancellationToken);
        }
    }
}
