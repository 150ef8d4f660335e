using System.Text.Json;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Rendering;

internal static class LatestRunText
{
    /// <summary>Indented JSON, in the API's order of fields.</summary>
    public static string Of(LatestRun latestRun) => JsonSerializer.Serialize(latestRun, ApiJson.Default.LatestRun);
}
