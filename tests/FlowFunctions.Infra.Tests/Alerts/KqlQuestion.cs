using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Alerts;

/// <param name="Query">In the Kusto query language.</param>
/// <param name="Now">When it is asked.</param>
/// <param name="LookBack">The time range that it sees, in seconds.</param>
/// <param name="Rows">What is stored, each with its <c>table</c>.</param>
internal sealed record KqlQuestion(string Query, DateTimeOffset Now, double LookBack, IReadOnlyList<JsonElement> Rows);
