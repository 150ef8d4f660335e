using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>How long a flow's runs take, by those that succeeded.</summary>
internal static class ExpectedDuration
{
    /// <param name="flow">As the API lists or answers it.</param>
    /// <param name="measure">median, or p90.</param>
    /// <returns>Null where no run succeeded yet, and where the server does not tell.</returns>
    public static TimeSpan? Of(JsonObject flow, string measure = "median") => flow.Text($"expectedDuration.{measure}") is { } duration ? XmlConvert.ToTimeSpan(duration) : null;
}
