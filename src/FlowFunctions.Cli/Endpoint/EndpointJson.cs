using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Endpoint;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StepCall))]
[JsonSerializable(typeof(StepAnswer))]
internal sealed partial class EndpointJson : JsonSerializerContext;
