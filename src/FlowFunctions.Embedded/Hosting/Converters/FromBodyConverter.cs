using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>Reads the request's JSON body into the parameter's type; a body that does not fit fails the invocation.</summary>
internal sealed class FromBodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        if (context.FunctionContext.GetHttpContext()?.Request is not { } request)
        {
            return ConversionResult.Failed(new InvalidOperationException("[FromBody] needs an HTTP trigger."));
        }

        if (!request.HasJsonContentType())
        {
            return ConversionResult.Failed(new InvalidOperationException(
                $"The body's content type is '{request.ContentType}'; [FromBody] reads application/json."));
        }

        try
        {
            return ConversionResult.Success(await request.ReadFromJsonAsync(context.TargetType, context.FunctionContext.CancellationToken));
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or BadHttpRequestException)
        {
            return ConversionResult.Failed(fault);
        }
    }
}
