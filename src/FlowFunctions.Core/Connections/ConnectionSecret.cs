using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <summary>
/// What a connection proves itself with. It is stored apart from the connection, encrypted, and shown to nobody: its text form says nothing, so that a
/// message or a log line that it gets into by mistake does not give it away.
/// </summary>
[JsonDerivedType(typeof(AzureBlobSecret), nameof(ConnectionType.AzureBlob))]
[JsonDerivedType(typeof(AmazonS3Secret), nameof(ConnectionType.AmazonS3))]
[JsonDerivedType(typeof(GoogleBigQuerySecret), nameof(ConnectionType.GoogleBigQuery))]
public abstract record ConnectionSecret
{
    /// <summary>Of a SAS token and of each half of an access key, in characters.</summary>
    public const int MaximumPartLength = 4096;

    private protected ConnectionSecret()
    {
    }

    /// <summary>False where a client gave a part of it only; the rest is what is stored.</summary>
    [JsonIgnore]
    public virtual bool IsWhole => true;

    /// <summary>This secret, with the parts that it lacks taken from the one that is stored.</summary>
    public virtual ConnectionSecret Over(ConnectionSecret stored) => this;

    public sealed override string ToString() => "(secret)";
}
