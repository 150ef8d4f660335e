using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Notifications;

/// <summary>A step that a message names because it did not succeed.</summary>
/// <param name="Name">Of its integration.</param>
/// <param name="Status">Failure, cancelled or partial success.</param>
/// <param name="Message">At most 200 characters; null where it had none.</param>
/// <param name="ErrorCode">Null where it had none.</param>
public sealed record NoticedStep(string Name, StepStatus Status, string? Message, int? ErrorCode)
{
    public const int MaximumMessageLength = 200;
}
