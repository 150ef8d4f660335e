namespace FlowFunctions.Core.Integrations;

/// <summary>What an end of a job is. The names are the words of the wire format.</summary>
internal enum JobEndType
{
    Anaplan,
    AmazonS3,
    AzureBlob,
    GoogleBigQuery,
}
