namespace AnaplanSimulator.Traffic;

/// <summary>A request that the simulator received.</summary>
/// <param name="Number">1 for the first since the start or the reset.</param>
/// <param name="User">Whose token it had; null without a valid one.</param>
/// <param name="Status">What was answered, or would have been where the answer was lost.</param>
/// <param name="Fault">The pattern of the fault that struck it; null where none did.</param>
public sealed record LoggedRequest(long Number, DateTimeOffset At, string? User, string Method, string Path, int Status, TimeSpan Took, string? Fault);
