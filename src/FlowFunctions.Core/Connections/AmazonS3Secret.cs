using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <param name="AccessKeyId">Null where only the other half was given.</param>
/// <param name="SecretAccessKey">Null where only the other half was given.</param>
public sealed record AmazonS3Secret(string? AccessKeyId, string? SecretAccessKey) : ConnectionSecret
{
    [JsonIgnore]
    public override bool IsWhole => AccessKeyId is not null && SecretAccessKey is not null;

    public override ConnectionSecret Over(ConnectionSecret stored) => stored is AmazonS3Secret whole
        ? new AmazonS3Secret(AccessKeyId ?? whole.AccessKeyId, SecretAccessKey ?? whole.SecretAccessKey)
        : this;
}
