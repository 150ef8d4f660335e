using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Files;

/// <summary>A file of a model that is uploaded in chunks, in any order and in parallel, and read by imports.</summary>
internal sealed class ModelFile(FileDefinition definition)
{
    // A limit of the service.
    private const int MaxChunks = 1000;

    private readonly Lock _lock = new();
    private Upload? _upload;
    private int _readers;

    public FileDefinition Definition { get; } = definition;

    public UploadState State
    {
        get
        {
            lock (_lock)
            {
                return _upload switch { null => UploadState.None, { IsWhole: true } => UploadState.Whole, _ => UploadState.Partial };
            }
        }
    }

    /// <summary>As the list of files tells it: the count that was set or, where that was unknown, the chunks that came.</summary>
    public int ChunkCount
    {
        get
        {
            lock (_lock)
            {
                return _upload switch { null => 0, { ChunkCount: Upload.Unknown } unknown => unknown.Chunks.Count, var known => known.ChunkCount };
            }
        }
    }

    /// <summary>Null until an upload is whole.</summary>
    public StoredContent? Content
    {
        get
        {
            lock (_lock)
            {
                return _upload is { IsWhole: true } ? new([.. _upload.Chunks.Values.Select(chunk => new ContentPart(chunk.Path, 0, chunk.Length))]) : null;
            }
        }
    }

    /// <summary>The chunks of the last upload that are there, by their number.</summary>
    public IReadOnlyDictionary<int, UploadedChunk> Chunks
    {
        get
        {
            lock (_lock)
            {
                return _upload is null ? new Dictionary<int, UploadedChunk>() : new Dictionary<int, UploadedChunk>(_upload.Chunks);
            }
        }
    }

    /// <summary>The number of the last upload; 0 where there was none.</summary>
    public int UploadNumber
    {
        get
        {
            lock (_lock)
            {
                return _upload?.Number ?? 0;
            }
        }
    }

    public string Describe()
    {
        lock (_lock)
        {
            return _upload switch
            {
                null => $"{Definition.Name} has no content: upload it first",
                { IsWhole: true } => $"{Definition.Name} is whole",
                { Missing.Count: 0 } => $"The upload of {Definition.Name} was not completed",
                _ => $"{Definition.Name} is not whole: chunk {string.Join(", ", _upload.Missing.Take(5))} did not come",
            };
        }
    }

    /// <summary>Begins an upload. What was there before is gone.</summary>
    public FileRefusal? Begin(int chunkCount)
    {
        if (chunkCount is 0 or < Upload.Unknown or > MaxChunks)
            return new(400, $"chunkCount must be 1 to {MaxChunks}, or -1 where it is not known; it is {chunkCount}.");
        lock (_lock)
        {
            if (_readers > 0)
                return FileRefusal.BeingImported(Definition.Name);
            foreach (var chunk in _upload?.Chunks.Values ?? [])
                File.Delete(chunk.Path);
            _upload = new Upload((_upload?.Number ?? 0) + 1, chunkCount);
            return null;
        }
    }

    /// <summary>Whether a chunk may come, before its bytes are read.</summary>
    public (Upload? Upload, FileRefusal? Refusal) Expect(int index)
    {
        lock (_lock)
        {
            return Refuse(_upload, index) is { } refusal ? (null, refusal) : (_upload, null);
        }
    }

    /// <summary>Takes a chunk whose bytes are on disk. One that came before is replaced: its answer may have been lost.</summary>
    public FileRefusal? Set(Upload upload, int index, UploadedChunk chunk)
    {
        lock (_lock)
        {
            var refusal = ReferenceEquals(upload, _upload) ? Refuse(upload, index) : new FileRefusal(409, "A new upload of the file has begun meanwhile.");
            if (refusal is null)
                upload.Set(index, chunk);
            return refusal;
        }
    }

    /// <summary>Ends an upload whose chunk count was unknown. May be repeated.</summary>
    public FileRefusal? Complete()
    {
        lock (_lock)
        {
            if (_upload is null)
                return FileRefusal.NoUpload;
            if (_upload.Missing is [var missing, ..])
                return new(400, $"The upload cannot be completed: chunk {missing} did not come.");
            _upload.Completed = true;
            return null;
        }
    }

    /// <summary>For the time of a task that imports the file.</summary>
    public void Hold(bool isRead)
    {
        lock (_lock)
        {
            _readers += isRead ? 1 : -1;
        }
    }

    private FileRefusal? Refuse(Upload? upload, int index) => upload switch
    {
        null => FileRefusal.NoUpload,
        _ when _readers > 0 => FileRefusal.BeingImported(Definition.Name),
        { ChunkCount: not Upload.Unknown } when index >= upload.ChunkCount => new(400, $"Chunk {index} does not exist: the chunk count is {upload.ChunkCount}."),
        _ when index >= MaxChunks => new(400, $"A file has at most {MaxChunks} chunks."),
        { Completed: true } when !upload.Chunks.ContainsKey(index) => new(400, "The upload is complete; set the chunk count to begin another."),
        _ => null,
    };
}
