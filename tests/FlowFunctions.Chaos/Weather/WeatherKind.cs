namespace FlowFunctions.Chaos.Weather;

internal enum WeatherKind
{
    /// <summary>A host is killed, as by kill -9.</summary>
    HostKilled,

    /// <summary>A host is told to stop, as by a deployment.</summary>
    HostStopped,

    /// <summary>All hosts are killed in the same moment.</summary>
    AllHostsKilled,

    /// <summary>A host stands still for so long that it loses its leases and what it has taken from queues, and goes on where it was.</summary>
    HostFrozen,

    /// <summary>The storage accepts connections and answers nothing; what was asked is done when it thaws.</summary>
    StorageFrozen,

    /// <summary>The storage is stopped, and writes down what it has.</summary>
    StorageStopped,

    /// <summary>Many requests to the storage go wrong.</summary>
    Storm,

    /// <summary>The clock by which schedules come due is wrong on all hosts, forward or back.</summary>
    ClockJumped,
}
