using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Client;

/// <summary>An answer of the API.</summary>
/// <param name="Body">All that it says.</param>
/// <param name="Tag">The entity tag of the version that it shows or made, as it is to be given in <c>If-Match</c>; null where the server has none.</param>
internal sealed record TaggedAnswer(JsonObject Body, string? Tag);
