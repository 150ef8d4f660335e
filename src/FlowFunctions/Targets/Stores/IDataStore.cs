namespace FlowFunctions.Targets.Stores;

/// <summary>
/// A container, bucket or dataset, opened with its connection's credentials. Thread-safe. Holds no more of a file than the chunks and blocks in flight.
/// Short faults are retried inside, a bounded number of times; what remains is a <see cref="StoreException"/>, from every method. So is a name that
/// <see cref="FlowFunctions.Core.Integrations.StoreNames"/> does not let through, wherever it comes from (<see cref="StoreFault.Misnamed"/>): nothing is asked by it.
/// </summary>
internal interface IDataStore
{
    /// <summary>Of a block: a multiple of 256 KiB, as BigQuery asks, and above the 5 MiB that Amazon S3 asks; 10,000 of them, the most of S3, are 78 GiB.</summary>
    const int BlockBytes = 8 * 1024 * 1024;

    /// <summary>Asks the store whether the credentials open it, without reading or writing a file.</summary>
    /// <returns>That they do, or that the store does not say.</returns>
    /// <exception cref="StoreException">They do not, the place is not there, or the store does not answer.</exception>
    Task<StoreStanding> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Finds what a job reads, and pins it to the version that is there now.</summary>
    /// <param name="name">
    /// As the job has it: exact, or with <c>*</c> and <c>?</c> (<see cref="Glob"/>), which stand for the newest match by last change. The name of a table is
    /// always exact.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StoreException"><see cref="StoreFault.Missing"/> where there is none.</exception>
    Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// The bytes of a source from a place on. Chunks of a file have exactly <paramref name="chunkBytes"/>, the last one may have fewer; those of a table are
    /// whole rows of CSV (RFC 4180, UTF-8, a header first) of about as many, and together the same however often the read was resumed. An empty file gives none.
    /// </summary>
    /// <param name="item">From <see cref="FindAsync"/>.</param>
    /// <param name="from">Null for the beginning, or a chunk's <see cref="SourceChunk.Next"/>.</param>
    /// <param name="chunkBytes">At least 1.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="StoreException"><see cref="StoreFault.SourceChanged"/> where the version is gone.</exception>
    IAsyncEnumerable<SourceChunk> ReadAsync(SourceItem item, string? from, int chunkBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Begins to write; nothing is visible to readers of the store until <see cref="CompleteWriteAsync"/>. Begun again after a crash, before its state was kept,
    /// it is a new write of the same operation.
    /// </summary>
    /// <param name="name">Of a file or table, exact; no folder.</param>
    /// <param name="overwrite">Whether what is there may be replaced.</param>
    /// <param name="operationId">Names the write; 1 to 64 letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A state that later calls take, also after a restart: opaque, under 5,000 characters, no credentials in it.</returns>
    /// <exception cref="StoreException"><see cref="StoreFault.Exists"/> where something is there that may not be replaced.</exception>
    Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken);

    /// <summary>Writes one block. Repeating a block that was written is harmless.</summary>
    /// <param name="state">The newest.</param>
    /// <param name="index">From 0, without gaps, in order.</param>
    /// <param name="isLast">Whether no block follows.</param>
    /// <param name="bytes">Exactly <see cref="BlockBytes"/>, except that the last block may have fewer, down to none. In an array; read until the call ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The next state.</returns>
    Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Makes what was written visible, whole. Repeating it after success gives the same.</summary>
    /// <returns>The name of what was written, as a person would look for it; null while the store is still at it: ask again.</returns>
    Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken);

    /// <summary>Gives up a write that will not be completed, and what the store keeps of it. Does nothing where that is gone already.</summary>
    Task AbandonWriteAsync(string state, CancellationToken cancellationToken);

    /// <summary>
    /// Gives up the writes to any of <paramref name="names"/> that were begun before <paramref name="begunBefore"/> and not completed, whoever has begun them. Does nothing where the store forgets
    /// them by itself, as blobs and BigQuery do, a week after the last byte; and where the credentials may not list them.
    /// </summary>
    /// <returns>How many were given up.</returns>
    Task<int> AbandonLostWritesAsync(IReadOnlySet<string> names, DateTimeOffset begunBefore, CancellationToken cancellationToken) => Task.FromResult(0);
}
