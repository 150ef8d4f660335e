using System.Text.Json.Serialization;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;

namespace FlowFunctions.Integrations;

/// <summary>The end of a job that is behind a connection.</summary>
/// <param name="Type">Of the connection.</param>
/// <param name="ConnectionId">32 hex digits.</param>
/// <param name="File">Only of Azure Blob and Amazon S3.</param>
/// <param name="Table">Only of Google BigQuery.</param>
/// <param name="Overwrite">Only where the item is the target of an export.</param>
/// <param name="ConnectionName">Of the connection now, or when the integration was written if it has been deleted since.</param>
/// <param name="IsConnectionDeleted">Whether the job cannot run any more for want of its connection.</param>
/// <param name="BucketName">Of Amazon S3; null for other connections.</param>
internal sealed record JobItemResource(
    string Type,
    string ConnectionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Table,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Overwrite,
    string ConnectionName,
    bool IsConnectionDeleted,
    string? BucketName)
{
    public static JobItemResource Of(JobInput job, UsedConnection used, bool isDeleted)
    {
        var isTable = job.Type.Store == ConnectionType.GoogleBigQuery;
        return new(
            job.Type.Store.ToString(),
            job.Item.ConnectionId,
            isTable ? null : job.Item.Name,
            isTable ? job.Item.Name : null,
            job.Type.IsImport ? null : job.Item.Overwrite,
            used.Name,
            isDeleted,
            used.BucketName);
    }
}
