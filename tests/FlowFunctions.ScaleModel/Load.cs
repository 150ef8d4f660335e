namespace FlowFunctions.ScaleModel;

/// <summary>What so many runs a day come to.</summary>
internal sealed class Load
{
    private const double SecondsPerDay = 86_400;

    public Load(double runsPerDay, Measurement app, Assumptions assumptions)
    {
        RunsPerDay = runsPerDay;
        PeakRuns = runsPerDay * assumptions.PeakFactor / SecondsPerDay;
        Wait = new StepWait(assumptions, assumptions.InlineWaitSeconds);

        // A start of each step, a look at each that outlasts its activity, and the recording.
        var activities = (assumptions.StepsPerRun * (1 + Wait.Looks)) + 1;
        PerRun = AzureStorageHub.PerRun(assumptions.StepsPerRun, Wait.IsDurable) + new Requests(app.Of(assumptions.StepsPerRun), 0, 0) + (Wait.Requests * assumptions.StepsPerRun);
        Instances = Math.Max(1, Math.Ceiling(PeakRuns * assumptions.StepsPerRun * Wait.SecondsAtWork / assumptions.ActivitiesPerInstance));

        // A start and each activity's result.
        PartitionsNeeded = Math.Ceiling(PeakRuns * (activities + 1) / assumptions.MessagesPerPartition);
        PeakActivities = PeakRuns * activities;
        PeakRequests = PeakRuns * PerRun.Total;
        PeakRows = PeakRuns * assumptions.StepsPerRun * assumptions.IntegrationRowsPerStep;
        Installations = Math.Max(1, Math.Ceiling(PeakRows / assumptions.RowsPerTablePartition));
        Hubs = new[]
        {
            Installations,
            Math.Ceiling(PartitionsNeeded / assumptions.Partitions),
            Math.Ceiling(PeakActivities / assumptions.MessagesPerQueue),
            Math.Ceiling(PeakRequests / assumptions.RequestsPerAccount),
        }.Max();

        // The day's average, where the peak's instances are not up all day.
        InstancesOfTheDay = Math.Max(Hubs, Instances / assumptions.PeakFactor);
        Idle = AzureStorageHub.PerDay(assumptions, InstancesOfTheDay / Hubs) * Hubs;

        // A start; each activity, scheduled and its result processed.
        ActionsPerRun = 1 + (2 * activities);
        CapacityUnits = Math.Ceiling(PeakRuns * ActionsPerRun / assumptions.ActionsPerCapacityUnit);
    }

    public double RunsPerDay { get; }

    /// <summary>Runs started a second in the busiest hour.</summary>
    public double PeakRuns { get; }

    /// <summary>Storage requests of one run: the app's and the hub's.</summary>
    public Requests PerRun { get; }

    /// <summary>Storage requests of a day that has no runs.</summary>
    public Requests Idle { get; }

    /// <summary>In the busiest hour.</summary>
    public double Instances { get; }

    public double PartitionsNeeded { get; }

    /// <summary>Activities a second through the work-item queue, in the busiest hour.</summary>
    public double PeakActivities { get; }

    public double PeakRequests { get; }

    /// <summary>Rows a second in the partition of integrations, in the busiest hour.</summary>
    public double PeakRows { get; }

    /// <summary>That the app's own tables need in the busiest hour, whatever the backend.</summary>
    public double Installations { get; }

    /// <summary>Hubs, with an account each, that the busiest hour needs.</summary>
    public double Hubs { get; }

    /// <summary>How a step's end is waited for.</summary>
    public StepWait Wait { get; }

    /// <summary>On the day's average.</summary>
    public double InstancesOfTheDay { get; }

    /// <summary>As a Durable Task Scheduler counts.</summary>
    public double ActionsPerRun { get; }

    /// <summary>Of a Durable Task Scheduler, in the busiest hour.</summary>
    public double CapacityUnits { get; }
}
