using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;

namespace FlowFunctions.Connections;

/// <summary>A connection as everybody may read it.</summary>
/// <param name="ConnectionId">32 hex digits.</param>
/// <param name="ConnectionType">AzureBlob, AmazonS3 or GoogleBigQuery.</param>
/// <param name="Status">1 while nothing is known against it, 0 since its use failed.</param>
/// <param name="IntegrationErrorCode">Why <paramref name="Status"/> is 0; otherwise null.</param>
/// <param name="WorkspaceId">Null where it is for every workspace.</param>
/// <param name="CreatedBy">A user.</param>
/// <param name="CreationDate">UTC.</param>
/// <param name="ModifiedBy">Null until modified.</param>
/// <param name="ModificationDate">UTC; the creation date until modified.</param>
/// <param name="Body">What its author gave, without the credentials.</param>
internal sealed record ConnectionResource(
    string ConnectionId,
    string ConnectionType,
    int Status,
    int? IntegrationErrorCode,
    string? WorkspaceId,
    string CreatedBy,
    DateTimeOffset CreationDate,
    string? ModifiedBy,
    DateTimeOffset ModificationDate,
    object Body)
{
    private const int Valid = 1;
    private const int Invalid = 0;

    public static ConnectionResource Of(ConnectionDocument connection) =>
        new(
            connection.Id,
            connection.Input.Settings.Type.ToString(),
            connection.ErrorCode is null ? Valid : Invalid,
            connection.ErrorCode,
            connection.Input.WorkspaceId,
            connection.CreatedBy,
            connection.CreationDate,
            connection.ModifiedBy,
            connection.ModificationDate,
            BodyOf(connection.Input));

    private static object BodyOf(ConnectionInput input) => input.Settings switch
    {
        AzureBlobSettings blob => new { input.Name, blob.StorageAccountName, blob.ContainerName, AuthMethod = blob.AuthMethod.Word },
        AmazonS3Settings s3 => new { input.Name, s3.BucketName },
        GoogleBigQuerySettings bigQuery => new { input.Name, bigQuery.Dataset },
        var other => throw new InvalidOperationException($"Unknown kind of connection {other.GetType().Name}."),
    };
}
