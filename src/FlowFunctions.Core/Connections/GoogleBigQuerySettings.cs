using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <param name="Dataset">Id of the dataset, within the project of the service account.</param>
public sealed record GoogleBigQuerySettings(string Dataset) : ConnectionSettings
{
    [JsonIgnore]
    public override ConnectionType Type => ConnectionType.GoogleBigQuery;
}
