using System.Globalization;
using System.Net;
using System.Text.Json;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Anaplan's integration API v2 (bulk), as far as steps need it. Thread-safe. Every request is authenticated, within the user's budget, and given up when
/// nothing comes; those that can be repeated are, a few times, where that may help.
/// </summary>
/// <exception cref="AnaplanException">From every method: the service refused, or did not answer.</exception>
internal sealed class AnaplanApi(AnaplanClient client)
{
    /// <summary>So many tasks of a list tell whether the service has sorted it as asked.</summary>
    private const int SeenInOrder = 10;

    private static readonly object TaskBody = new { localeName = "en_US" };

    /// <summary>Starts a task. One request, which is not repeated once it may have reached the service, except where the service answered that it did nothing (429, 401).</summary>
    /// <param name="action">The action.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    /// <param name="watch">Sees the request go out; null for nobody.</param>
    /// <returns>The task's id.</returns>
    public async Task<string> StartTaskAsync(ModelAction action, CancellationToken cancellationToken, SendWatch? watch = null)
    {
        var request = new AnaplanRequest(HttpMethod.Post, AnaplanPath.Tasks(action), Subject.Of(action)) { Body = TaskBody, IsRepeatable = false, Watch = watch };
        return await client.ReadAsync(request, answer => answer.Object("task").Id("taskId") ?? throw new JsonException("task.taskId is missing"), cancellationToken);
    }

    /// <summary>
    /// The tasks of an action that the service still knows, in its order: all of them, or its latest page where it sorts them as it is asked. A service may answer 404 in place of an
    /// empty list.
    /// </summary>
    public async Task<IReadOnlyList<ListedTask>> ListTasksAsync(ModelAction action, CancellationToken cancellationToken)
    {
        var (tasks, _) = await client.ListAsync(
            AnaplanPath.Tasks(action), Subject.Of(action), "tasks", TaskReader.ReadListed, task => task.TaskId, cancellationToken, "-creationTime", isEnough: IsLatestFirst);
        return tasks;
    }

    public Task<ModelTask> GetTaskAsync(ModelAction action, string taskId, CancellationToken cancellationToken) =>
        client.ReadAsync(
            new AnaplanRequest(HttpMethod.Get, AnaplanPath.Task(action, taskId), Subject.Of(action, taskId)),
            answer => TaskReader.Read(answer.Object("task"), taskId),
            cancellationToken);

    /// <summary>Asks for the task's end; it may go on for a while, and may have ended by itself.</summary>
    public Task CancelTaskAsync(ModelAction action, string taskId, CancellationToken cancellationToken) =>
        client.SendAsync(new AnaplanRequest(HttpMethod.Delete, AnaplanPath.Task(action, taskId), Subject.Of(action, taskId)), cancellationToken);

    public async Task<IReadOnlyList<ModelFile>> ListFilesAsync(ModelAddress model, CancellationToken cancellationToken) =>
        (await client.ListAsync(AnaplanPath.Files(model), Subject.Of(model), "files", ReadFile, file => file.Id, cancellationToken)).Items;

    /// <summary>Begins an upload; what was in the file before is gone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="fileId">113….</param>
    /// <param name="chunkCount">How many chunks will come; -1 where that is not known, and then <see cref="CompleteUploadAsync"/> ends the upload.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    public Task OpenUploadAsync(ModelAddress model, string fileId, int chunkCount, CancellationToken cancellationToken) =>
        client.SendAsync(new AnaplanRequest(HttpMethod.Post, AnaplanPath.File(model, fileId), Subject.OfFile(model, fileId)) { Body = new { chunkCount } }, cancellationToken);

    /// <summary>Sends one chunk, over one of the same index where there is one already. The memory must stay as it is until this ends.</summary>
    /// <param name="model">The model.</param>
    /// <param name="fileId">113….</param>
    /// <param name="index">From 0.</param>
    /// <param name="gzipped">A whole gzip stream, of 1 to 50 MB when unpacked, except for the last.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    public Task UploadChunkAsync(ModelAddress model, string fileId, int index, ReadOnlyMemory<byte> gzipped, CancellationToken cancellationToken)
    {
        var path = AnaplanPath.Chunk(AnaplanPath.File(model, fileId), index.ToString(CultureInfo.InvariantCulture));
        return client.SendAsync(new AnaplanRequest(HttpMethod.Put, path, Subject.OfFile(model, fileId)) { Chunk = gzipped }, cancellationToken);
    }

    /// <summary>Ends an upload that was opened without the number of its chunks. Not repeated once it may have reached the service, which need not take a second one.</summary>
    public Task<CompletedUpload> CompleteUploadAsync(ModelAddress model, string fileId, CancellationToken cancellationToken) => client.TakeAsync(
        new AnaplanRequest(HttpMethod.Post, AnaplanPath.File(model, fileId) + "/complete", Subject.OfFile(model, fileId)) { Body = new { id = fileId }, IsRepeatable = false },
        (status, answer) => new CompletedUpload(status != HttpStatusCode.OK || (answer?.Find("file") ?? answer?.Find("status") ?? answer?.Find("meta")) is not null, (int?)answer?.Find("file")?.Integer("chunkCount")),
        cancellationToken);

    /// <summary>The ids of a file's or an export's chunks, in the order of their bytes.</summary>
    public Task<IReadOnlyList<string>> ListChunksAsync(ModelAddress model, string fileId, CancellationToken cancellationToken) =>
        ListChunksAsync(AnaplanPath.File(model, fileId), Subject.OfFile(model, fileId), cancellationToken);

    /// <summary>
    /// Opens a chunk for reading. Its bytes come as they are read, unpacked where the service packed them for the way. Reading throws
    /// <see cref="AnaplanException"/> where they break off or stop coming. Disposing the stream ends the request.
    /// </summary>
    public Task<Stream> OpenChunkAsync(ModelAddress model, string fileId, string chunkId, CancellationToken cancellationToken) =>
        client.OpenAsync(AnaplanPath.Chunk(AnaplanPath.File(model, fileId), chunkId), Subject.OfFile(model, fileId), cancellationToken);

    /// <summary>The ids of the chunks of a task's rejected rows, in the order of their bytes.</summary>
    /// <param name="action">The action.</param>
    /// <param name="taskId">Its task.</param>
    /// <param name="importId">The import of a process whose rows they are; null for the dump of the task itself.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    public Task<IReadOnlyList<string>> ListDumpChunksAsync(ModelAction action, string taskId, string? importId, CancellationToken cancellationToken) =>
        ListChunksAsync(AnaplanPath.Dump(action, taskId, importId), Subject.OfDump(action, taskId), cancellationToken);

    /// <summary>As <see cref="OpenChunkAsync"/>, for a chunk of a task's rejected rows.</summary>
    public Task<Stream> OpenDumpChunkAsync(ModelAction action, string taskId, string? importId, string chunkId, CancellationToken cancellationToken) =>
        client.OpenAsync(AnaplanPath.Chunk(AnaplanPath.Dump(action, taskId, importId), chunkId), Subject.OfDump(action, taskId), cancellationToken);

    /// <summary>Whether the tasks come the latest first: so many that it is no chance, and none later than the one before it.</summary>
    private static bool IsLatestFirst(IReadOnlyList<ListedTask> tasks) =>
        tasks.Count >= SeenInOrder && tasks.Zip(tasks.Skip(1)).All(pair => pair.First.CreationTime >= pair.Second.CreationTime) && tasks[0].CreationTime > tasks[^1].CreationTime;

    private static ModelFile? ReadFile(JsonElement file) =>
        file.Id("id") is { } id ? new(id, file.Name("name") ?? id, (int?)file.Integer("chunkCount")) : null;

    /// <summary>The id; else the number in the name, such as "Chunk 0", which is the same.</summary>
    private static string ReadChunk(JsonElement chunk)
    {
        var name = chunk.Id("name") ?? "";
        return chunk.Id("id") ?? (name.AsSpan().TrimEnd("0123456789").Length is var start && start < name.Length ? name[start..] : throw new JsonException("A chunk has no id."));
    }

    private async Task<IReadOnlyList<string>> ListChunksAsync(string path, Subject subject, CancellationToken cancellationToken)
    {
        var (ids, total) = await client.ListAsync(path + "/chunks", subject, "chunks", ReadChunk, id => id, cancellationToken, mayBeAbsent: false);
        if (ids.Count < total)
        {
            // Bytes that are left out would be missed by nobody.
            throw new AnaplanException(RunErrorCodes.RejectedByTarget, $"Anaplan names {ids.Count} of the {total} chunks of {subject.Name} only. Run the step again.") { IsTransient = true };
        }

        // The ids count the chunks; a list that comes in pieces need not come in their order.
        return ids.All(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. ids.OrderBy(id => long.Parse(id, CultureInfo.InvariantCulture))]
            : ids;
    }
}
