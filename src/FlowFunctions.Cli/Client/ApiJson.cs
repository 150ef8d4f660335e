using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Client;

/// <summary>How the API's documents are read and shown.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    Converters = [typeof(ContractDateConverter)])]
[JsonSerializable(typeof(Answers.FlowAnswer))]
[JsonSerializable(typeof(Answers.StartedRunAnswer))]
[JsonSerializable(typeof(Answers.RunAnswer))]
[JsonSerializable(typeof(Answers.RunsAnswer))]
[JsonSerializable(typeof(Answers.Error))]
[JsonSerializable(typeof(LatestRun))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ApiJson : JsonSerializerContext;
