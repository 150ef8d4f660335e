using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Connections;

/// <summary>A connection, without its secrets.</summary>
/// <param name="ConnectionId">Of the connection.</param>
/// <param name="ConnectionType">What it leads to.</param>
/// <param name="Status">1: valid; 0: it was refused when it was last used.</param>
/// <param name="IntegrationErrorCode">Why it was refused; null where it was not.</param>
/// <param name="WorkspaceId">As its author gave it.</param>
/// <param name="CreatedBy">Who created it.</param>
/// <param name="CreationDate">When it was created.</param>
/// <param name="ModifiedBy">Who changed it last; null until somebody has.</param>
/// <param name="ModificationDate">When it was changed last; the creation until then.</param>
/// <param name="Body">What it is made of, by its type.</param>
internal sealed record ConnectionResource(
    [property: LooksLike(TextShape.Id)] string ConnectionId,
    [property: AllowedValues("AzureBlob", "AmazonS3", "GoogleBigQuery")] string ConnectionType,
    [property: AllowedValues(0, 1)] int Status,
    int? IntegrationErrorCode,
    string? WorkspaceId,
    [property: LooksLike(TextShape.User)] string CreatedBy,
    DateTimeOffset CreationDate,
    [property: LooksLike(TextShape.User)] string? ModifiedBy,
    DateTimeOffset ModificationDate,
    [property: OneOf(typeof(AzureBlobConnectionResource), typeof(AmazonS3ConnectionResource), typeof(GoogleBigQueryConnectionResource))] object Body)
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
        AzureBlobSettings blob => new AzureBlobConnectionResource(input.Name, blob.StorageAccountName, blob.ContainerName, blob.AuthMethod.Word),
        AmazonS3Settings s3 => new AmazonS3ConnectionResource(input.Name, s3.BucketName),
        GoogleBigQuerySettings bigQuery => new GoogleBigQueryConnectionResource(input.Name, bigQuery.Dataset),
        var other => throw new InvalidOperationException($"Unknown kind of connection {other.GetType().Name}."),
    };
}
