namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a monitored schedule stands. Instants are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last recorded occurrence; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The occurrence that follows it: in a call on time, the one that the call is for.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
