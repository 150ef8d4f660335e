using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>A kind of what a server keeps: its word, and where the API has it.</summary>
/// <param name="Word">For people, and before a slash on the command line.</param>
/// <param name="Path">Of the list, below /2/0.</param>
/// <param name="List">The field of the list's answer.</param>
/// <param name="IdField">The field with the id.</param>
/// <param name="NameField">The field with the name.</param>
internal sealed record Kind(string Word, string Path, string List, string IdField, string NameField)
{
    public static readonly Kind Flow = new("flow", "integrationflows", "integrationFlows", "id", "name");
    public static readonly Kind Integration = new("integration", "integrations", "integrations", "integrationId", "name");
    public static readonly Kind Connection = new("connection", "integrations/connections", "connections", "connectionId", "body.name");

    public static IReadOnlyList<Kind> All { get; } = [Flow, Integration, Connection];

    /// <summary>What has runs and schedules.</summary>
    public static IReadOnlyList<Kind> Runnable { get; } = [Flow, Integration];

    public string Plural => $"{Word}s";

    /// <summary>The field of a single one's answer; there is none for connections, which the API only lists.</summary>
    public string Single => this == Flow ? "integrationFlow" : "integration";

    public string IdOf(JsonObject item) => item.Text(IdField) ?? "";

    public string NameOf(JsonObject item) => (item.Text(NameField) ?? "").Trim();

    /// <summary>"the flow 'Nightly load'".</summary>
    public string Called(string name) => $"the {Word} '{name}'";
}
