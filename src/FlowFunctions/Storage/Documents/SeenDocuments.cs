using Microsoft.Extensions.Caching.Memory;

namespace FlowFunctions.Storage;

/// <summary>
/// The documents that this process has read or written lately, in memory. Each may be out of date: it is good for a write that carries its version, which fails then, and for nothing else.
/// Thread-safe.
/// </summary>
internal sealed class SeenDocuments<TDocument> : IDisposable
    where TDocument : Document
{
    /// <summary>Of all documents together, as they are stored: some thousand of the usual length, and about 20 MB.</summary>
    private const long MaximumCharacters = 4 * 1024 * 1024;

    /// <summary>From the last use: the length of an ordinary run. Others than this process may have written what is older.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = MaximumCharacters });

    /// <param name="document">With its version.</param>
    /// <param name="characters">Of its row.</param>
    public void Add(TDocument document, int characters) =>
        _documents.Set(document.Id, document, new MemoryCacheEntryOptions { Size = Math.Max(1, characters), SlidingExpiration = KeptFor });

    /// <summary>Null where it was not seen, or too long ago.</summary>
    public TDocument? Find(string id) => _documents.Get<TDocument>(id);

    public void Remove(string id) => _documents.Remove(id);

    public void Dispose() => _documents.Dispose();
}
