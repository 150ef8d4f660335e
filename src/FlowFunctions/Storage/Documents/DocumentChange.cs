using Azure.Data.Tables;

namespace FlowFunctions.Storage;

/// <summary>A document as it was read, what it becomes, and the row that says so.</summary>
internal sealed record DocumentChange<TDocument>(TDocument Document, TDocument Next, TableEntity Row)
    where TDocument : Document
{
    private const int TransactionLength = 100;

    /// <summary>A transaction takes 4 MiB, and a character up to six bytes of it where it has to be escaped.</summary>
    private const int TransactionCharacters = 600_000;

    /// <summary>In their order, as many together as one transaction takes.</summary>
    public static IEnumerable<IReadOnlyList<DocumentChange<TDocument>>> InTransactions(IEnumerable<DocumentChange<TDocument>> changes)
    {
        var batch = new List<DocumentChange<TDocument>>();
        var characters = 0;
        foreach (var change in changes)
        {
            var more = DocumentRows<TDocument>.CharactersOf(change.Row);
            if (batch.Count == TransactionLength || (batch.Count > 0 && characters + more > TransactionCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }

            batch.Add(change);
            characters += more;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
