using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Writes a table by one load job, whose bytes go up in a resumable upload: https://cloud.google.com/bigquery/docs/reference/api-uploads</summary>
internal sealed class TableWriter(BigQueryClient client, DatasetPath path, StorePlace place, TableReader tables)
{
    private readonly UploadSession _upload = new(client, place);

    public async Task<TableWrite> BeginAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken)
    {
        var table = await tables.GetAsync(name, cancellationToken);
        if (!overwrite && table?.Rows > 0)
        {
            throw place.Exists(name);
        }

        var location = table is null ? await tables.FindLocationAsync(name, cancellationToken) ?? throw place.MissingItself() : table.Location;
        var id = LoadJob.IdOf(operationId);
        using var answer = await client.PostAsync(
            path.Upload,
            LoadJob.Describe(path, name, id, location, overwrite, exists: table is not null),
            begun => begun.Location is not null,
            cancellationToken);
        return answer switch
        {
            { IsSuccess: true, Location: { } session } => new(name, id, location, PathOf(session), Sent: 0, IsWhole: false),
            { IsDuplicate: true } => new(name, id, location, Session: null, Sent: 0, IsWhole: true),
            _ => throw client.Fault(answer, name),
        };
    }

    public Task<TableWrite> PutAsync(TableWrite write, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var start = (long)index * IDataStore.BlockBytes;
        return write.IsWhole || (!isLast && start + bytes.Length <= write.Sent)
            ? Task.FromResult(write)
            : _upload.PutAsync(write, start, isLast, bytes, cancellationToken);
    }

    /// <summary>Whether the job is done; false while it goes on.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public async Task<bool> IsLoadedAsync(TableWrite write, CancellationToken cancellationToken)
    {
        var job = await client.FindAsync(path.Job(write.JobId, write.Location), write.Name, JobStatus.TryRead, cancellationToken)
            ?? throw place.Failed(write.Name, $"the load job '{write.JobId}' is gone; run the integration again");
        return job switch
        {
            { IsDone: false } => false,
            { ErrorReason: null } => true,
            _ => throw FailureOf(write, job),
        };
    }

    /// <summary>Ends the upload, or the job where it has come to that; an upload that is left behind ends by itself after a week.</summary>
    public async Task AbandonAsync(TableWrite write, CancellationToken cancellationToken)
    {
        if (write.IsWhole)
        {
            using var cancelled = await client.PostAsync(path.CancelJob(write.JobId, write.Location), new { }, _ => true, cancellationToken);
        }
        else
        {
            using var deleted = await client.SendAsync(HttpMethod.Delete, write.Session!, content: null, cancellationToken);
        }
    }

    /// <summary>Whatever host the service names, it is the configured one that is asked, and that gets the token.</summary>
    private static string PathOf(Uri session) => (session.IsAbsoluteUri ? session.PathAndQuery : session.OriginalString).TrimStart('/');

    private StoreException FailureOf(TableWrite write, JobStatus job)
    {
        if (job.ErrorReason == "duplicate")
        {
            return place.Exists(write.Name);
        }

        var detail = TargetText.Bound(string.Join("; ", job.Messages), 1000).TrimEnd('.');
        return job.ErrorReason is "backendError" or "internalError" or "jobBackendError"
            ? place.Failed(write.Name, $"the load job '{write.JobId}' failed at Google ({detail}); run the integration again")
            : place.Failed(write.Name, $"the load job '{write.JobId}' failed ({detail}); make the export's columns and the table's agree");
    }
}
