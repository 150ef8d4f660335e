using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>What a host asks for that has nothing to do.</summary>
internal sealed class IdlePart : ICostPart
{
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    public string Name => "idle";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        var ours = await rig.OursAsync(cancellationToken);
        await Task.Delay(Settles, cancellationToken);
        var before = ours.Use();
        var idle = await ours.CountAsync(() => Task.Delay(Idle, cancellationToken), Idle.TotalMinutes);
        var own = idle.AllOf(RequestOwner.Application);
        tables.Add(new Row(
            "idle, our requests a minute",
            Goal.AtMost(30, "requests"),
            own,
            FormattableString.Invariant(
                $"{own:0}, of them {idle.PollsOf(RequestOwner.Application):0} polls of queues; the provider's {idle.AllOf(RequestOwner.Provider):0}, of them {idle.PollsOf(RequestOwner.Provider):0} polls; the host's {idle.AllOf(RequestOwner.Host):0}"),
            "a minute"));
        tables.Tell("idle, processor time of a minute", "a minute", ours.Use().Since(before, 1));
    }
}
