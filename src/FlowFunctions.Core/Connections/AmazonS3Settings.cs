using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <param name="BucketName">As Amazon S3 names buckets, those from before 2018 included.</param>
public sealed record AmazonS3Settings(string BucketName) : ConnectionSettings
{
    [JsonIgnore]
    public override ConnectionType Type => ConnectionType.AmazonS3;
}
