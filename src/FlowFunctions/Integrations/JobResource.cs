using FlowFunctions.Connections;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Integrations;

/// <summary>A job, with what its connection says at the time of reading.</summary>
internal sealed record JobResource(string Type, IReadOnlyList<object> Sources, IReadOnlyList<object> Targets)
{
    private const string AnaplanType = "Anaplan";

    /// <summary>Null where the integration has none.</summary>
    /// <param name="integration">As it is stored.</param>
    /// <param name="connections">Those that its jobs refer to and that are not deleted, by id.</param>
    public static IReadOnlyList<JobResource>? Of(IntegrationDocument integration, IReadOnlyDictionary<string, ConnectionDocument> connections) =>
        integration.Input.Jobs.Count == 0 ? null : [.. integration.Input.Jobs.Select(job => Of(job, integration, connections))];

    private static JobResource Of(JobInput job, IntegrationDocument integration, IReadOnlyDictionary<string, ConnectionDocument> connections)
    {
        var connection = connections.GetValueOrDefault(job.Item.ConnectionId);
        var used = connection is not null ? UsedConnection.Of(connection) : integration.Connections.GetValueOrDefault(job.Item.ConnectionId) ?? UsedConnection.Unknown;
        var item = ItemOf(job, used, isDeleted: connection is null);
        return job.Type.IsImport
            ? new(job.Type.ToString(), [item], [new { Type = AnaplanType, job.Action.ActionId, job.Action.FileId }])
            : new(job.Type.ToString(), [new { Type = AnaplanType, job.Action.ActionId }], [item]);
    }

    private static object ItemOf(JobInput job, UsedConnection used, bool isDeleted)
    {
        var type = job.Type.Store.ToString();
        var (connectionId, name, overwrite) = (job.Item.ConnectionId, job.Item.Name, job.Item.Overwrite);
        return (job.Type.Store == ConnectionType.GoogleBigQuery, job.Type.IsImport) switch
        {
            (false, true) => new { Type = type, ConnectionId = connectionId, File = name, ConnectionName = used.Name, IsConnectionDeleted = isDeleted, used.BucketName },
            (false, false) => new { Type = type, ConnectionId = connectionId, File = name, Overwrite = overwrite, ConnectionName = used.Name, IsConnectionDeleted = isDeleted, used.BucketName },
            (true, true) => new { Type = type, ConnectionId = connectionId, Table = name, ConnectionName = used.Name, IsConnectionDeleted = isDeleted, used.BucketName },
            (true, false) => new { Type = type, ConnectionId = connectionId, Table = name, Overwrite = overwrite, ConnectionName = used.Name, IsConnectionDeleted = isDeleted, used.BucketName },
        };
    }
}
