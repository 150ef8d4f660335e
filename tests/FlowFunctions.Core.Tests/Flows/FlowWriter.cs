using System.Text.Json;
using System.Xml;
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

            WriteTimeout(json, flow.Timeout, withDefaults);
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
        WriteTimeout(json, step.Timeout, withDefaults);
        if (step.Retry is not null || withDefaults)
        {
            json.WritePropertyName("retry");
            Write(json, step.Retry, snakeCase, withDefaults);
        }

        json.WriteEndObject();
    }

    private static void WriteTimeout(Utf8JsonWriter json, TimeSpan? timeout, bool withDefaults)
    {
        if (timeout is not null || withDefaults)
        {
            json.WriteString("timeout", timeout is { } known ? XmlConvert.ToString(known) : null);
        }
    }

    private static void Write(Utf8JsonWriter json, StepRetry? retry, bool snakeCase, bool withDefaults)
    {
        if (retry is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("count", retry.Count);
        if (retry.Backoff != StepRetry.DefaultBackoff || withDefaults)
        {
            json.WriteString("backoff", XmlConvert.ToString(retry.Backoff));
        }

        if (!retry.Coefficient.Equals(StepRetry.DefaultCoefficient) || withDefaults)
        {
            json.WriteNumber("coefficient", retry.Coefficient);
        }

        if (retry.MaxBackoff != StepRetry.MaximumBackoff || withDefaults)
        {
            json.WriteString(snakeCase ? "max_backoff" : "maxBackoff", XmlConvert.ToString(retry.MaxBackoff));
        }

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
