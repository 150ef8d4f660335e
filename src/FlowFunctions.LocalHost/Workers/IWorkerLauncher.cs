using FlowFunctions.LocalHost.Functions;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>Starts the application.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Where the application's files are.</summary>
    string ApplicationDirectory { get; }

    /// <summary>Whether it can be started again after it has ended.</summary>
    bool CanRestart { get; }

    /// <summary>The functions as they are known before the application runs.</summary>
    Task<IReadOnlyList<HostedFunction>> ListFunctionsAsync();

    Task<IWorkerRun> LaunchAsync(WorkerConnection connection, CancellationToken cancellationToken);
}
