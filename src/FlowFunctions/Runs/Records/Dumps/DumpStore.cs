using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Mime;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>
/// The rows that targets rejected, one CSV for an integration run and one for each action of a process, in container <c>dumps</c> under the integration run's id.
/// Thread-safe.
/// <para>
/// A dump has the very bytes that the target sent: it is what is mended and loaded again. So cells that a spreadsheet takes for formulas (those that begin with <c>=</c>, <c>+</c>, <c>-</c>,
/// <c>@</c>, a tab or a carriage return; https://owasp.org/www-community/attacks/CSV_Injection) are not escaped: an apostrophe before a negative number would be loaded as text, or rejected again.
/// No cell of it is ours. It is handed out as an attachment whose type is not guessed at, and who opens it in a spreadsheet imports its columns as text.
/// </para>
/// </summary>
public sealed class DumpStore(StorageContainers containers) : IRejectedRows
{
    private const int MaximumParallelReads = 16;
    private const int BlockBytes = 1024 * 1024;

    /// <summary>The id of the run that a step is for its integration: a step of a flow run has one of its own, an integration that runs by itself is the run.</summary>
    public static string RunIdOf(StepCall call) => call.FlowId is null ? call.RunId : IntegrationRun.IdOf(call.RunId, call.Referrer);

    Task IRejectedRows.WriteAsync(StepCall call, string? actionId, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(RunIdOf(call), actionId, write, cancellationToken);

    Task IRejectedRows.DeleteAsync(StepCall call, CancellationToken cancellationToken) => DeleteAsync(RunIdOf(call), cancellationToken);

    /// <summary>
    /// Stores what <paramref name="write"/> writes to its stream, in blocks of 1 MiB, so that a dump of any size takes little memory. The dump is there once it
    /// is whole; where <paramref name="write"/> or storage fails, this throws and what was there before stays.
    /// </summary>
    /// <param name="runId">Id of the integration run; see <see cref="RunIdOf"/>.</param>
    /// <param name="actionId">The action of a process; null for the dump of the run itself.</param>
    /// <param name="write">Writes CSV; need not flush or close.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <exception cref="ArgumentException">The action's id is not 1 to 19 digits.</exception>
    public async Task WriteAsync(string runId, string? actionId, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (actionId is not null && !IRejectedRows.IsActionId(actionId))
        {
            throw new ArgumentException($"'{actionId}' is not the id of an action: 1 to {IRejectedRows.MaximumActionIdLength} digits.", nameof(actionId));
        }

        var pipe = new Pipe();
        await Task.WhenAll(FillAsync(pipe.Writer, write, cancellationToken), StoreAsync(pipe.Reader, NameOf(runId, actionId), cancellationToken));
    }

    /// <summary>
    /// Null where there is none. Its first bytes have been read then: what keeps it from being read at all is thrown here. A dump that is written anew while it is read makes the read fail,
    /// rather than mix the two.
    /// </summary>
    public async Task<Dump?> OpenReadAsync(string runId, string? actionId, CancellationToken cancellationToken)
    {
        if (actionId is not null && !IRejectedRows.IsActionId(actionId))
        {
            return null;
        }

        var blob = containers.Dumps.GetBlobClient(NameOf(runId, actionId));
        while (true)
        {
            try
            {
                var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = BlockBytes, Conditions = new BlobRequestConditions { IfMatch = properties.ETag } };
                var content = await BegunStream.OfAsync(await blob.OpenReadAsync(options, cancellationToken), cancellationToken);
                return new(content, properties.ContentLength, properties.LastModified, properties.ETag);
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ConditionNotMet)
            {
                // It was written anew between the two: the new one is read.
            }
        }
    }

    /// <summary>The referrers of those steps of a run, be it a flow's or an integration's, for whose integration run a dump was stored.</summary>
    public async Task<IReadOnlySet<string>> StepsWithDumpAsync(RunDocument run, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(run.Steps.Where(IsTroubled), options, async (step, token) =>
        {
            if (await HasAnyAsync(run.Kind == RunKind.Flow ? IntegrationRun.IdOf(run.Id, step.Referrer) : run.Id, token))
            {
                found[step.Referrer] = true;
            }
        });
        return found.Keys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether any dump was stored for the run.</summary>
    public async Task<bool> HasAnyAsync(string runId, CancellationToken cancellationToken)
    {
        await foreach (var blob in containers.Dumps.GetBlobsAsync(BlobTraits.None, BlobStates.None, FolderOf(runId), cancellationToken))
        {
            return true;
        }

        return false;
    }

    /// <summary>Deletes all dumps of a run.</summary>
    public async Task DeleteAsync(string runId, CancellationToken cancellationToken)
    {
        await foreach (var blob in containers.Dumps.GetBlobsAsync(BlobTraits.None, BlobStates.None, FolderOf(runId), cancellationToken))
        {
            await containers.Dumps.DeleteBlobIfExistsAsync(blob.Name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
        }
    }

    private static async Task FillAsync(PipeWriter writer, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await write(writer.AsStream(leaveOpen: true), cancellationToken);
        }
        catch (Exception exception)
        {
            // The reader must not take what has come for the whole.
            fault = exception;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(fault);
        }
    }

    private async Task StoreAsync(PipeReader reader, string name, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = MediaTypeNames.Text.Csv },
            TransferOptions = new StorageTransferOptions { InitialTransferSize = BlockBytes, MaximumTransferSize = BlockBytes, MaximumConcurrency = 1 },
        };
        try
        {
            await containers.Dumps.GetBlobClient(name).UploadAsync(reader.AsStream(leaveOpen: true), options, cancellationToken);
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool IsTroubled(StepRecord step) => step.Status is StepStatus.PartialSuccess or StepStatus.Failure or StepStatus.Cancelled;

    private static string NameOf(string runId, string? actionId) => FolderOf(runId) + (actionId is null ? "run.csv" : $"actions/{actionId}.csv");

    private static string FolderOf(string runId) => runId + "/";
}
