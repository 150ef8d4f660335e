using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Storage;

/// <param name="Status">How it ended.</param>
/// <param name="Document">As it is stored now, with its new version; only where <paramref name="Status"/> is <see cref="WriteStatus.Written"/>.</param>
public sealed record WriteResult<TDocument>(WriteStatus Status, TDocument? Document)
    where TDocument : class
{
    [MemberNotNullWhen(true, nameof(Document))]
    public bool IsWritten => Status == WriteStatus.Written && Document is not null;
}
