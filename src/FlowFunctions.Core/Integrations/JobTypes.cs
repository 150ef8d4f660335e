using FlowFunctions.Core.Connections;

namespace FlowFunctions.Core.Integrations;

/// <summary>What the type of a job says about its two ends.</summary>
public static class JobTypes
{
    extension(JobType type)
    {
        /// <summary>Whether data goes into Anaplan; otherwise it comes out of it.</summary>
        public bool IsImport => type is JobType.AmazonS3ToAnaplan or JobType.AzureBlobToAnaplan or JobType.GoogleBigQueryToAnaplan;

        /// <summary>The kind of connection at the end that is not Anaplan.</summary>
        public ConnectionType Store => type switch
        {
            JobType.AmazonS3ToAnaplan or JobType.AnaplanToAmazonS3 => ConnectionType.AmazonS3,
            JobType.AzureBlobToAnaplan or JobType.AnaplanToAzureBlob => ConnectionType.AzureBlob,
            _ => ConnectionType.GoogleBigQuery,
        };
    }
}
