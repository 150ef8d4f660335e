using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Integrations;

/// <summary>One movement of data between a connection and a model, with what the connection says at the time of reading.</summary>
/// <param name="Type">From where to where.</param>
/// <param name="Sources">Exactly one, of the kind that the type's first half names.</param>
/// <param name="Targets">Exactly one, of the kind that the type's second half names.</param>
internal sealed record JobResource(
    [property: AllowedValues(
        "AmazonS3ToAnaplan", "AzureBlobToAnaplan", "GoogleBigQueryToAnaplan", "AnaplanToAmazonS3", "AnaplanToAzureBlob", "AnaplanToGoogleBigQuery")]
    string Type,
    [property: Written("JobSource"), Length(1, 1)] IReadOnlyList<object> Sources,
    [property: Written("JobTarget"), Length(1, 1)] IReadOnlyList<object> Targets)
{
    /// <summary>Null where the integration has none.</summary>
    /// <param name="integration">As it is stored.</param>
    /// <param name="connections">Those that its jobs refer to and that are not deleted, by id.</param>
    public static IReadOnlyList<JobResource>? Of(IntegrationDocument integration, IReadOnlyDictionary<string, ConnectionDocument> connections) =>
        integration.Input.Jobs.Count == 0 ? null : [.. integration.Input.Jobs.Select(job => Of(job, integration, connections))];

    private static JobResource Of(JobInput job, IntegrationDocument integration, IReadOnlyDictionary<string, ConnectionDocument> connections)
    {
        var connection = connections.GetValueOrDefault(job.Item.ConnectionId);
        var used = connection is not null ? UsedConnection.Of(connection) : integration.Connections.GetValueOrDefault(job.Item.ConnectionId) ?? UsedConnection.Unknown;
        var item = JobItemResource.Of(job, used, isDeleted: connection is null);
        var action = JobActionResource.Of(job.Action);
        return job.Type.IsImport ? new(job.Type.ToString(), [item], [action]) : new(job.Type.ToString(), [action], [item]);
    }
}
