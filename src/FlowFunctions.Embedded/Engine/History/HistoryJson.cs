using System.Text.Json.Serialization;

namespace FlowFunctions.Embedded.Engine.History;

/// <summary>How history is written. What has been written once must stay readable: add, never rename.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TurnRecord))]
[JsonSerializable(typeof(ActiveRecord))]
[JsonSerializable(typeof(EndedRecord))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
