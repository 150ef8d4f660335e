namespace FlowFunctions.Core.Integrations;

/// <summary>From where to where a job carries data. The names are the words of the wire format.</summary>
public enum JobType
{
    AmazonS3ToAnaplan,
    AzureBlobToAnaplan,
    GoogleBigQueryToAnaplan,
    AnaplanToAmazonS3,
    AnaplanToAzureBlob,
    AnaplanToGoogleBigQuery,
}
