using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Definitions;

/// <summary>A connection, an integration or a flow as a document that refers to others by name.</summary>
/// <param name="Kind">What it defines.</param>
/// <param name="Name">Unique among those of its kind, without regard to case.</param>
/// <param name="Content">The document's fields, its kind and name among them.</param>
/// <param name="Source">Where it was read: a file and a line, or a server.</param>
internal sealed record Definition(Kind Kind, string Name, JsonObject Content, string Source)
{
    /// <summary>Of the version that a server showed; null for a file's, and where the server has none.</summary>
    public string? Tag { get; init; }

    public string Text => Kind.Called(Name);

    /// <summary>The kind and the name of a connection or an integration that this one needs.</summary>
    public IEnumerable<(Kind Kind, string Name)> References =>
        Kind == Kind.Flow ? Content.Items("steps").Select(step => step.Text("referrer")).OfType<string>().Select(name => (Kind.Integration, name))
        : Kind == Kind.Integration ? JobEnds(Content).Select(end => end.Text("connection")).OfType<string>().Select(name => (Kind.Connection, name))
        : [];

    /// <summary>The sources and targets of an integration's jobs.</summary>
    public static IEnumerable<JsonObject> JobEnds(JsonObject integration) => integration.Items("jobs").SelectMany(job => job.Items("sources").Concat(job.Items("targets")));
}
