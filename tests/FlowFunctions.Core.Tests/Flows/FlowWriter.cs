using System.Text.Json;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

/// <summary>Writes a flow as a client would, in either spelling, with or without the fields that have their default.</summary>
internal static class FlowWriter
{
    public static byte[] Write(FlowInput flow, bool snakeCase = false, bool withDefaults = false)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("name", flow.Name);
            if (flow.NuxVisible || withDefaults)
            {
                json.WriteBoolean(snakeCase ? "nux_visible" : "nuxVisible", flow.NuxVisible);
            }

            json.WriteStartArray("steps");
            foreach (var step in flow.Steps)
            {
                Write(json, step, snakeCase, withDefaults);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, FlowStepInput step, bool snakeCase, bool withDefaults)
    {
        json.WriteStartObject();
        json.WriteString("referrer", step.Referrer);
        if (step.DependsOn is not null || withDefaults)
        {
            json.WritePropertyName(snakeCase ? "depends_on" : "dependsOn");
            JsonSerializer.Serialize(json, step.DependsOn);
        }

        if (step.IsSkipped || withDefaults)
        {
            json.WriteBoolean(snakeCase ? "is_skipped" : "isSkipped", step.IsSkipped);
        }

        json.WritePropertyName(snakeCase ? "exception_behavior" : "exceptionBehavior");
        json.WriteStartArray();
        Write(json, "partial_success", step.OnPartialSuccess, withDefaults || step.OnPartialSuccess == ExceptionStrategy.Stop);
        Write(json, "failure", step.OnFailure, withDefaults || step.OnFailure == ExceptionStrategy.Continue);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string type, ExceptionStrategy strategy, bool isWritten)
    {
        if (isWritten)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("strategy", strategy == ExceptionStrategy.Stop ? "stop" : "continue");
            json.WriteEndObject();
        }
    }
}
