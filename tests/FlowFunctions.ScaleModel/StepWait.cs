namespace FlowFunctions.ScaleModel;

/// <summary>What waiting for one step's end takes: inside its activity for a while, which holds an instance; durably from then on, which asks storage and looks now and then.</summary>
internal sealed class StepWait
{
    /// <param name="assumptions">How long a step takes, and what is paid.</param>
    /// <param name="inlineSeconds">How long it is waited for inside the activity.</param>
    public StepWait(Assumptions assumptions, double inlineSeconds)
    {
        var inline = Math.Min(assumptions.SecondsPerStep, inlineSeconds);
        var left = assumptions.SecondsPerStep - inline;
        Looks = left > 0 ? Math.Ceiling(left / assumptions.StepPollSeconds) : 0;
        SecondsAtWork = Math.Max(assumptions.LeastSecondsAtWork, inline) + (Looks * assumptions.LeastSecondsAtWork);
        IsDurable = left > 0;
        Requests = new Requests(HandleRequests(assumptions), 0, 0) + (IsDurable ? AzureStorageHub.PerDurableWait(Looks) : default);
    }

    /// <summary>Whether a step outlasts its first activity.</summary>
    public bool IsDurable { get; }

    /// <summary>Activities after the first.</summary>
    public double Looks { get; }

    /// <summary>Of an instance, at most: one that is at work on several steps is paid once.</summary>
    public double SecondsAtWork { get; }

    /// <summary>The application's and the task hub's, more than those of a step that ends at once.</summary>
    public Requests Requests { get; }

    /// <summary>US dollars.</summary>
    public double CostAt(Assumptions prices) => (SecondsAtWork * prices.InstanceGigabytes * prices.ComputePrice) + Requests.CostAt(prices);

    /// <summary>
    /// Of the step's handle, in the application's table: its task is kept, it is read at each look, and its end is kept; of a step that is answered late, its end alone. What a look learns, and keeps,
    /// is not counted.
    /// </summary>
    private double HandleRequests(Assumptions assumptions) => IsDurable ? 2 + Looks : assumptions.SecondsPerStep >= assumptions.EndIsKeptAfterSeconds ? 1 : 0;
}
