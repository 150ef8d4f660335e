using System.Globalization;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Storage requests that were counted, for one of so many things that were done meanwhile.</summary>
/// <param name="counts">All of them.</param>
/// <param name="share">How many things were done.</param>
internal sealed class Traffic(IReadOnlyDictionary<StorageRequest, int> counts, double share)
{
    /// <summary>Those of an owner that belong to what was done: not polls, leases and the clock of the schedules, which come whether anything is done or not.</summary>
    public double WorkOf(RequestOwner owner) => Of(request => request.Owner == owner && !request.IsBackground);

    /// <summary>Of an owner, whatever they are for.</summary>
    public double AllOf(RequestOwner owner) => Of(request => request.Owner == owner);

    /// <summary>Looks for messages, in queues of an owner.</summary>
    public double PollsOf(RequestOwner owner) => Of(request => request.Owner == owner && request.IsPoll);

    /// <summary>Executions of orchestrators: each appends to its history in one transaction, which is what is counted.</summary>
    public double Turns => Of(request => request is { Owner: RequestOwner.Provider, Verb: "BATCH" } && request.What.EndsWith("History", StringComparison.Ordinal));

    /// <summary>Activities: each is a message to the work items.</summary>
    public double Activities => Of(request => request is { Owner: RequestOwner.Provider, Verb: "POST", Service: "queue" } && request.What.Contains("workitems", StringComparison.Ordinal));

    /// <summary>Those of an owner that belong to what was done, the most frequent first.</summary>
    public string KindsOf(RequestOwner owner) => string.Join(
        ", ",
        counts.Where(count => count.Key.Owner == owner && !count.Key.IsBackground).OrderByDescending(count => count.Value).ThenBy(count => count.Key.ToString(), StringComparer.Ordinal)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value / share:0.#} {count.Key.Verb} {count.Key.What}{(count.Key.Failure is { } status ? $" ({status})" : "")}")));

    private double Of(Func<StorageRequest, bool> isMeant) => counts.Where(count => isMeant(count.Key)).Sum(count => count.Value) / share;
}
