namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Whose storage request it is, by the name of what it is for.</summary>
internal enum RequestOwner
{
    /// <summary>The application's own tables, queues and containers, the polls of its queues among them.</summary>
    Application,

    /// <summary>The Durable Task Framework's task hub.</summary>
    Provider,

    /// <summary>The host's locks and schedules.</summary>
    Host,
}
