namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>The keys of the engine's rows.</summary>
internal static class RowKeys
{
    /// <summary>The partition of instances that have not ended: what a recovery reads, and nothing else.</summary>
    public const string Active = "active";

    /// <summary>The partition of instances that have ended.</summary>
    public const string Ended = "ended";

    /// <summary>The partition, and the only row, of the hub's lease.</summary>
    public const string Lease = "lease";

    public static string Turn(string execution, int sequence) => $"{execution}-{sequence:x8}";

    /// <summary>The least key of an execution's turns.</summary>
    public static string FirstTurn(string execution) => $"{execution}-";

    /// <summary>The least key beyond an execution's turns: '.' follows '-'.</summary>
    public static string BeyondTurns(string execution) => $"{execution}.";
}
