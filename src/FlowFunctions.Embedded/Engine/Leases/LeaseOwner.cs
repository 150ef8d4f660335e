namespace FlowFunctions.Embedded.Engine.Leases;

/// <summary>Who owns a hub.</summary>
/// <param name="Id">Made anew by every engine that starts.</param>
/// <param name="Machine">What tells one machine (and one container) from another.</param>
/// <param name="ProcessId">The process, as its machine numbers it.</param>
/// <param name="ProcessStartedAt">When it started, in UTC: numbers are used again.</param>
internal sealed record LeaseOwner(string Id, string Machine, int ProcessId, DateTime ProcessStartedAt)
{
    public override string ToString() => $"process {ProcessId} on {Machine}";
}
