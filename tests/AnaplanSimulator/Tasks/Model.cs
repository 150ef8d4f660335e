using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Files;
using Microsoft.Extensions.Logging;

namespace AnaplanSimulator.Tasks;

/// <summary>A model with its data, its files and its tasks.</summary>
internal sealed class Model : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ModelTask> _tasks = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<ModelTask> _inOrder = new();
    private readonly Lock _posting = new();
    private readonly TimeProvider _time;
    private readonly TaskQueue _queue;
    private readonly WorkFolder _folder;
    private volatile ModelData _data;

    public Model(string workspaceId, ModelDefinition definition, WorkFolder folder, Func<SimulatorSettings> settings, TimeProvider time, ILogger log)
    {
        WorkspaceId = workspaceId;
        Definition = definition;
        _time = time;
        _folder = folder;
        _data = new ModelData(definition);
        Files = definition.Files.ToDictionary(file => file.Id, file => new ModelFile(file), StringComparer.Ordinal);
        _queue = new TaskQueue(new TaskRunner(this, folder, time), settings, time, log);
    }

    public string WorkspaceId { get; }

    public ModelDefinition Definition { get; }

    public IReadOnlyDictionary<string, ModelFile> Files { get; }

    /// <summary>What the completed tasks have made of it.</summary>
    public ModelData Data
    {
        get => _data;
        set => _data = value;
    }

    /// <summary>All tasks, in the order in which they were posted.</summary>
    public IReadOnlyList<ModelTask> Tasks => [.. _inOrder];

    public ModelTask? FindTask(string id) => _tasks.GetValueOrDefault(id);

    /// <param name="actionId">One of the model's.</param>
    /// <param name="upload">See <see cref="ModelTask.Upload"/>.</param>
    public ModelTask Post(string actionId, StoredContent? upload = null)
    {
        lock (_posting)
        {
            var task = new ModelTask(actionId, _time, upload);
            _tasks[task.Id] = task;
            _inOrder.Enqueue(task);
            _queue.Add(task);
            return task;
        }
    }

    /// <summary>What another user has uploaded.</summary>
    public StoredContent Keep(string text) => StoredContent.Of(KeepChunk(text).Path);

    /// <summary>What came otherwise than over HTTP.</summary>
    public UploadedChunk KeepChunk(string text)
    {
        var path = _folder.NewFile();
        var bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(path, bytes);
        return new(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        foreach (var task in _inOrder)
            task.Dispose();
    }
}
