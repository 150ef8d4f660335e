using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Checks the connections that the jobs of an integration refer to against those that exist.</summary>
public static class JobConnections
{
    /// <summary>A problem for each job whose connection does not exist or leads to another kind of place than the job goes to.</summary>
    /// <param name="integration">One that was read without problems.</param>
    /// <param name="existing">Types of connections by id; it need hold no more than the ids that the integration refers to.</param>
    public static IReadOnlyList<Problem> Check(IntegrationInput integration, IReadOnlyDictionary<string, ConnectionType> existing) =>
    [
        .. integration.Jobs.SelectMany((job, index) => FindFault(job, existing) is { } fault
            ? [new Problem($"jobs[{index}].{(job.Type.IsImport ? "sources" : "targets")}[0].connectionId", fault)]
            : Array.Empty<Problem>()),
    ];

    private static string? FindFault(JobInput job, IReadOnlyDictionary<string, ConnectionType> existing) =>
        !existing.TryGetValue(job.Item.ConnectionId, out var type) ? $"No connection has the id '{job.Item.ConnectionId}'."
        : type != job.Type.Store ? $"The connection leads to {type}; a job of type '{job.Type}' needs one to {job.Type.Store}."
        : null;
}
