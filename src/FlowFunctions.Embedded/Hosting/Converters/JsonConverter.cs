using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>Reads text as JSON of the parameter's type: numbers and booleans of a route, objects of a queue message.</summary>
internal sealed class JsonConverter(IOptions<WorkerOptions> options) : IInputConverter
{
    private readonly ObjectSerializer _serializer = options.Value.Serializer
        ?? throw new InvalidOperationException("WorkerOptions.Serializer is null.");

    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        if (context.Source is not string text || context.TargetType == typeof(string))
        {
            return ConversionResult.Unhandled();
        }

        try
        {
            using var json = BinaryData.FromString(text).ToStream();
            return ConversionResult.Success(await _serializer.DeserializeAsync(json, context.TargetType, context.FunctionContext.CancellationToken));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Any serialiser may be set, and each throws its own; the invocation fails with the parameter's name beside the reason.
            return ConversionResult.Failed(fault);
        }
    }
}
