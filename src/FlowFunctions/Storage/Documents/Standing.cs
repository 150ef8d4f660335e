namespace FlowFunctions.Storage;

/// <summary>What changes of a document without its key index: by what lists are filtered and sorted beyond it.</summary>
/// <param name="State">See <see cref="Document.State"/>.</param>
/// <param name="LatestDate">See <see cref="Document.LatestDate"/>.</param>
/// <param name="ModificationDate">See <see cref="Document.ModificationDate"/>.</param>
internal sealed record Standing(string? State, DateTimeOffset? LatestDate, DateTimeOffset ModificationDate)
{
    public static Standing Of(Document document) => new(document.State, document.LatestDate, document.ModificationDate);
}
