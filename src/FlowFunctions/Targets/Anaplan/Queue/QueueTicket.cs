namespace FlowFunctions.Targets.Anaplan;

/// <summary>Who waits for a model.</summary>
/// <param name="OperationId">Of the step; a model's queue has it once.</param>
/// <param name="RunId">The run that the step belongs to: when it ends, the ticket is worth nothing.</param>
/// <param name="Referrer">Id of the step's integration.</param>
/// <param name="Name">Of the integration, for those who wait behind it.</param>
internal sealed record QueueTicket(string OperationId, string RunId, string Referrer, string? Name = null)
{
    /// <summary>The claim of who may use any file and any action of the model.</summary>
    public const string WholeModel = "*";

    /// <summary>Ids of the model's files and actions that the step uses. A file has one writer at a time, and an action one task, or two loads would mix.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    public bool SharesClaimWith(QueueTicket other) => ClaimsAll || other.ClaimsAll || Claims.Intersect(other.Claims, StringComparer.Ordinal).Any();

    private bool ClaimsAll => Claims.Contains(WholeModel, StringComparer.Ordinal);
}
