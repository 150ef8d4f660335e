using System.Globalization;
using System.Text;
using Microsoft.Azure.Functions.Worker.Converters;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>Reads text as a Guid, an instant or bytes.</summary>
internal sealed class TextConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
        new(context.Source is string text ? Convert(text, Nullable.GetUnderlyingType(context.TargetType) ?? context.TargetType) : ConversionResult.Unhandled());

    private static ConversionResult Convert(string text, Type target)
    {
        if (target == typeof(Guid) && Guid.TryParse(text, out var guid))
        {
            return ConversionResult.Success(guid);
        }

        if (target == typeof(DateTimeOffset) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant))
        {
            return ConversionResult.Success(instant);
        }

        if (target == typeof(DateTime) && DateTime.TryParse(text, CultureInfo.InvariantCulture, out var dateTime))
        {
            return ConversionResult.Success(dateTime);
        }

        return target == typeof(byte[]) ? ConversionResult.Success(Encoding.UTF8.GetBytes(text)) : ConversionResult.Unhandled();
    }
}
