using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Alerts;

/// <param name="Faults">What the parser or the evaluator does not accept.</param>
/// <param name="Columns">Of the result, as the parser worked them out; null where there are faults.</param>
/// <param name="Rows">Of the result; null where there are faults.</param>
internal sealed record KqlAnswer(IReadOnlyList<string> Faults, IReadOnlyList<KqlColumn>? Columns, IReadOnlyList<JsonElement>? Rows);
