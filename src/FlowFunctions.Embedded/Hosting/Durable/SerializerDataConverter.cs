using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Hosting.Durable;

/// <summary>Inputs, outputs, events and custom status by WorkerOptions.Serializer, as the worker's durable extension does.</summary>
internal sealed class SerializerDataConverter(IOptions<WorkerOptions> options) : DataConverter
{
    private readonly ObjectSerializer _serializer = options.Value.Serializer
        ?? throw new InvalidOperationException("WorkerOptions.Serializer is null.");

    public override string? Serialize(object? value) => value is null ? null : _serializer.Serialize(value, value.GetType()).ToString();

    public override object? Deserialize(string? data, Type targetType)
    {
        if (data is null)
        {
            return null;
        }

        using var json = BinaryData.FromString(data).ToStream();
        return _serializer.Deserialize(json, targetType, CancellationToken.None);
    }
}
