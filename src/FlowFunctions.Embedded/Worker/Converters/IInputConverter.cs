namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Turns what a trigger brought into a parameter's type. One instance serves all invocations.</summary>
public interface IInputConverter
{
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}
