namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>The load job that makes a table of an upload: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationLoad</summary>
internal static class LoadJob
{
    /// <summary>The same for the same operation.</summary>
    public static string IdOf(string operationId) => $"flows_{operationId}";

    /// <param name="path">Of the dataset.</param>
    /// <param name="name">Of the table.</param>
    /// <param name="id">Of the job.</param>
    /// <param name="location">Of the dataset.</param>
    /// <param name="overwrite">Whether rows that are there are replaced; otherwise there must be none.</param>
    /// <param name="exists">Whether there is such a table: its columns count then, in their order; otherwise the file's header and values make them.</param>
    public static object Describe(DatasetPath path, string name, string id, string? location, bool overwrite, bool exists) => new
    {
        JobReference = new { ProjectId = path.Project, JobId = id, Location = location },
        Configuration = new
        {
            Load = new
            {
                SourceFormat = "CSV",
                SkipLeadingRows = 1,
                AllowQuotedNewlines = true,
                Encoding = "UTF-8",
                Autodetect = !exists,
                CreateDisposition = "CREATE_IF_NEEDED",
                WriteDisposition = overwrite ? "WRITE_TRUNCATE" : "WRITE_EMPTY",
                DestinationTable = new { ProjectId = path.Project, DatasetId = path.Dataset, TableId = name },
            },
        },
    };
}
