using Microsoft.Azure.Functions.Worker.Converters;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>Hands over what already has the parameter's type.</summary>
internal sealed class AssignableConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
        new(context.Source is { } source && context.TargetType.IsInstanceOfType(source)
            ? ConversionResult.Success(source)
            : ConversionResult.Unhandled());
}
