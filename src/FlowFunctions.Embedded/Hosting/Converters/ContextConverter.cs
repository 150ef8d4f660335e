using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>Fills parameters that ask for the invocation itself: FunctionContext, CancellationToken, HttpRequest.</summary>
internal sealed class ContextConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        object? value = null;
        if (context.TargetType == typeof(FunctionContext))
        {
            value = context.FunctionContext;
        }
        else if (context.TargetType == typeof(CancellationToken) || context.TargetType == typeof(CancellationToken?))
        {
            value = context.FunctionContext.CancellationToken;
        }
        else if (context.TargetType == typeof(HttpRequest))
        {
            value = context.FunctionContext.GetHttpContext()?.Request;
        }

        return new(value is null ? ConversionResult.Unhandled() : ConversionResult.Success(value));
    }
}
