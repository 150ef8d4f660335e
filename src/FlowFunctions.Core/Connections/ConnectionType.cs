namespace FlowFunctions.Core.Connections;

/// <summary>Where a connection leads. The names are the words of the wire format.</summary>
public enum ConnectionType
{
    /// <summary>A container of an Azure storage account.</summary>
    AzureBlob,

    /// <summary>A bucket of Amazon S3.</summary>
    AmazonS3,

    /// <summary>A dataset of Google BigQuery.</summary>
    GoogleBigQuery,
}
