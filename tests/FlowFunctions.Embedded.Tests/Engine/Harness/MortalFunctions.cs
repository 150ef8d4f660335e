using FlowFunctions.Embedded.Engine;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>Functions of an engine that may be killed: a dead engine's activities neither begin nor end.</summary>
internal sealed class MortalFunctions(IDurableFunctions inner, CrashSwitch storage) : IDurableFunctions
{
    public IReadOnlyCollection<string> OrchestratorNames => inner.OrchestratorNames;

    public IReadOnlyCollection<string> ActivityNames => inner.ActivityNames;

    public OrchestratorInvoker? FindOrchestrator(string name) => inner.FindOrchestrator(name);

    public ActivityInvoker? FindActivity(string name) => inner.FindActivity(name) is not { } activity
        ? null
        : async (invocation, cancellationToken) =>
        {
            await DieIfKilledAsync(cancellationToken);
            var output = await activity(invocation, cancellationToken);
            await DieIfKilledAsync(cancellationToken);
            return output;
        };

    private Task DieIfKilledAsync(CancellationToken cancellationToken) =>
        storage.IsKilled ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken) : Task.CompletedTask;
}
