namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Addresses in BigQuery's REST API, version 2, relative to the service's: https://cloud.google.com/bigquery/docs/reference/rest</summary>
/// <param name="Project">Of the service account.</param>
/// <param name="Dataset">Of the connection.</param>
internal sealed record DatasetPath(string Project, string Dataset)
{
    private string ProjectPath => $"bigquery/v2/projects/{Uri.EscapeDataString(Project)}";

    public string Self => $"{ProjectPath}/datasets/{Uri.EscapeDataString(Dataset)}";

    public string Upload => $"upload/{ProjectPath}/jobs?uploadType=resumable";

    public string Table(string name) => $"{Self}/tables/{Uri.EscapeDataString(name)}";

    public string Rows(string name, long startIndex, int maximum) =>
        FormattableString.Invariant($"{Table(name)}/data?startIndex={startIndex}&maxResults={maximum}&formatOptions.useInt64Timestamp=true");

    public string Job(string id, string? location) => $"{ProjectPath}/jobs/{Uri.EscapeDataString(id)}{At(location)}";

    public string CancelJob(string id, string? location) => $"{ProjectPath}/jobs/{Uri.EscapeDataString(id)}/cancel{At(location)}";

    /// <summary>Where a job of another region than the US and the EU is not found without it.</summary>
    private static string At(string? location) => location is null ? "" : $"?location={Uri.EscapeDataString(location)}";
}
