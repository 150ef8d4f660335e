namespace FlowFunctions.Targets.Anaplan;

/// <summary>Who waits for a model.</summary>
/// <param name="OperationId">Of the step; a model's queue has it once.</param>
/// <param name="RunId">The run that the step belongs to: when it ends, the ticket is worth nothing.</param>
/// <param name="Referrer">Id of the step's integration.</param>
/// <param name="Name">Of the integration, for those who wait behind it.</param>
internal sealed record QueueTicket(string OperationId, string RunId, string Referrer, string? Name = null);
