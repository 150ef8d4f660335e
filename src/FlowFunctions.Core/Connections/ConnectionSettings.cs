using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <summary>The place that a connection leads to; everybody may read it.</summary>
[JsonDerivedType(typeof(AzureBlobSettings), nameof(ConnectionType.AzureBlob))]
[JsonDerivedType(typeof(AmazonS3Settings), nameof(ConnectionType.AmazonS3))]
[JsonDerivedType(typeof(GoogleBigQuerySettings), nameof(ConnectionType.GoogleBigQuery))]
public abstract record ConnectionSettings
{
    private protected ConnectionSettings()
    {
    }

    [JsonIgnore]
    public abstract ConnectionType Type { get; }

    /// <summary>Whether the place opens only to credentials that are kept with the connection.</summary>
    [JsonIgnore]
    public virtual bool NeedsSecret => true;
}
