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

    /// <summary>
    /// Storage may have gone while the target worked: when this returns, it is there, and knows how the try has ended. Where another writer has brought the try to its end meanwhile, or to
    /// another task, that one knows better; one that has only looked how far it is does not.
    /// </summary>
    /// <param name="call">The step.</param>
    /// <param name="known">Its handle as it was read or written last; null where it was not, and is read.</param>
    /// <param name="report">The end.</param>
    /// <param name="cancellationToken">Gives up, silently: the host stops.</param>
    /// <returns>False where another writer has brought the try to another task.</returns>
    public async Task<bool> TryKeepEndAsync(StepCall call, StepHandle? known, StepReport report, CancellationToken cancellationToken)
    {
        try
        {
            var handle = known ?? await GetAsync(call, cancellationToken);
            var task = handle.Task;
            while (handle is { IsCancelled: false, End: null } && handle.Task == task
                && !await TryKeepAsync(call, handle with { Attempts = report.Outcome!.Attempts, End = report }, cancellationToken))
            {
                handle = await GetAsync(call, cancellationToken);
            }

            return handle.Task == task || handle is not { IsCancelled: false, End: null };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops, and takes the answer with it if it can.
            return true;
        }
    }

    /// <returns>False where another writer was faster.</returns>
    private async Task<bool> TryKeepAsync(StepCall call, StepHandle handle, CancellationToken cancellationToken)
    {
        try
        {
            return await TrySaveAsync(call, handle, cancellationToken) is not null;
        }
        catch (DocumentTooLargeException)
        {
            // The outcome fits in any case; single faults are told once.
            return await TrySaveAsync(call, handle with { End = StepReport.Ended(handle.End!.Outcome!) }, cancellationToken) is not null;
        }
    }
}
