using FlowFunctions.Steps;

namespace FlowFunctions.Tests.Targets;

/// <summary>For targets whose exchanges are too short to need one.</summary>
internal sealed class NoCheckpoint : IStepCheckpoint
{
    public static readonly NoCheckpoint Instance = new();

    public Task SaveAsync(string handle, double? progress, string? message, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("An endpoint keeps nothing in the middle of an exchange.");
}
