using FlowFunctions.Core.Connections;

namespace FlowFunctions.Definitions;

/// <summary>What an integration shows of a connection.</summary>
/// <param name="Name">Of the connection.</param>
/// <param name="BucketName">Of Amazon S3; null for other connections.</param>
public sealed record UsedConnection(string Name, string? BucketName)
{
    /// <summary>A connection that was deleted while the integration that uses it was being written.</summary>
    public static readonly UsedConnection Unknown = new("(deleted)", null);

    public static UsedConnection Of(ConnectionDocument connection) => new(connection.Name, (connection.Input.Settings as AmazonS3Settings)?.BucketName);
}
