namespace FlowFunctions.ScaleModel;

/// <summary>What a day costs, in US dollars, by what it is paid for.</summary>
internal sealed class DailyCost
{
    private const double SecondsPerDay = 86_400;
    private const double DaysPerMonth = 30.4;

    public DailyCost(double runsPerDay, Measurement app, Assumptions assumptions)
    {
        var load = new Load(runsPerDay, app, assumptions);
        Storage = ((load.PerRun * runsPerDay) + load.Idle).CostAt(assumptions) * assumptions.ZoneRedundantStorageFactor;
        Compute = ComputeOf(load, load.Wait, assumptions);
        ComputeInline = ComputeOf(load, new StepWait(assumptions, double.PositiveInfinity), assumptions);
        Logs = ((runsPerDay * assumptions.LogKilobytesPerRun / 1_000_000) + (load.InstancesOfTheDay * assumptions.LogMegabytesPerInstance / 1_000)) * assumptions.LogPrice;
        Ready = assumptions.AlwaysReadyInstances * ReadyInstance(assumptions);

        // Two for each group, whether somebody waits for it or not; those that are ready anyway are among them.
        Zones = Math.Max(0, (2 * assumptions.FunctionGroups) - assumptions.AlwaysReadyInstances) * ReadyInstance(assumptions);
        PrivateNetwork = assumptions.PrivateEndpoints * ((24 * assumptions.PrivateEndpointPrice) + (assumptions.DnsZonePrice / DaysPerMonth));
        Watching = ((assumptions.FrequentLogAlerts * assumptions.FrequentLogAlertPrice) + (assumptions.QuarterlyLogAlerts * assumptions.QuarterlyLogAlertPrice)) / DaysPerMonth;
        AvailabilityTest = assumptions.AvailabilityTestsPerDay * assumptions.AvailabilityTestPrice;
    }

    /// <summary>Zone-redundant, as production's.</summary>
    public double Storage { get; }

    /// <summary>With waits that become durable; at most, because an instance at work on many steps is paid once, and as if all instances came on demand.</summary>
    public double Compute { get; }

    /// <summary>The same with waits that stay inside their activity to the end.</summary>
    public double ComputeInline { get; }

    /// <summary>That come in.</summary>
    public double Logs { get; }

    /// <summary>Instances that are kept running, whether they work or not.</summary>
    public double Ready { get; }

    /// <summary>More than <see cref="Ready"/>, with instances in several zones.</summary>
    public double Zones { get; }

    /// <summary>Endpoints and the zones of their names; traffic is not counted.</summary>
    public double PrivateNetwork { get; }

    /// <summary>Log alerts. Each key that is paged for costs a little more.</summary>
    public double Watching { get; }

    public double AvailabilityTest { get; }

    /// <summary>Of production as the template makes it, without zones and without the availability test.</summary>
    public double Together => Storage + Compute + Logs + Ready + PrivateNetwork + Watching;

    private static double ReadyInstance(Assumptions assumptions) => SecondsPerDay * assumptions.InstanceGigabytes * assumptions.AlwaysReadyPrice;

    private static double ComputeOf(Load load, StepWait wait, Assumptions assumptions)
    {
        // A start, a turn for each result and one for the time-out, and the recording; the steps, with what they wait.
        var activities = assumptions.StepsPerRun * (1 + wait.Looks);
        var secondsOfRuns = load.RunsPerDay * ((assumptions.StepsPerRun * wait.SecondsAtWork) + (2 * assumptions.LeastSecondsAtWork));
        var instances = Math.Max(load.InstancesOfTheDay, load.InstancesOfTheDay * wait.SecondsAtWork / load.Wait.SecondsAtWork);
        var seconds = Math.Min(secondsOfRuns + (assumptions.TimersPerDay * assumptions.LeastSecondsAtWork), SecondsPerDay * instances);
        var executions = (load.RunsPerDay * ((2 * activities) + 4)) + assumptions.TimersPerDay;
        return (seconds * assumptions.InstanceGigabytes * assumptions.ComputePrice) + (executions / 1_000_000 * assumptions.ExecutionPrice);
    }
}
