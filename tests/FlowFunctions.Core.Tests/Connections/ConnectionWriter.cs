using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Tests.Connections;

/// <summary>Writes a connection as a client would, in either spelling.</summary>
internal static class ConnectionWriter
{
    public static byte[] Write(ConnectionDraft connection, bool snakeCase = false) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = connection.Input.Settings.Type.ToString(),
        ["body"] = Body(connection, snakeCase),
    });

    public static byte[] WriteBody(ConnectionDraft connection) => JsonSerializer.SerializeToUtf8Bytes(Body(connection, snakeCase: false));

    private static JsonObject Body(ConnectionDraft connection, bool snakeCase)
    {
        var fields = new Dictionary<string, JsonNode?> { ["name"] = connection.Input.Name };
        if (connection.Input.WorkspaceId is { } workspaceId)
        {
            fields["workspaceId"] = workspaceId;
        }

        switch (connection.Input.Settings, connection.Secret)
        {
            case (AzureBlobSettings blob, AzureBlobSecret secret):
                fields["storageAccountName"] = blob.StorageAccountName;
                fields["containerName"] = blob.ContainerName;
                fields["sasToken"] = secret.SasToken;
                fields["authMethod"] = "SAS-based";
                break;
            case (AzureBlobSettings blob, null):
                fields["storageAccountName"] = blob.StorageAccountName;
                fields["containerName"] = blob.ContainerName;
                fields["authMethod"] = "ManagedIdentity";
                break;
            case (AmazonS3Settings s3, AmazonS3Secret secret):
                fields["bucketName"] = s3.BucketName;
                fields["accessKeyId"] = secret.AccessKeyId;
                fields["secretAccessKey"] = secret.SecretAccessKey;
                break;
            case (GoogleBigQuerySettings bigQuery, GoogleBigQuerySecret secret):
                fields["dataset"] = bigQuery.Dataset;
                fields["serviceAccountKey"] = new JsonObject(secret.ServiceAccountKey.Select(member =>
                    KeyValuePair.Create(snakeCase ? member.Key : Spelling.ToCamelCase(member.Key), (JsonNode?)member.Value)));
                break;
        }

        return new(fields.Select(field => KeyValuePair.Create(snakeCase ? Spelling.ToSnakeCase(field.Key) : field.Key, field.Value)));
    }
}
