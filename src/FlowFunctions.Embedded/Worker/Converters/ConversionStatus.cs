namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>How a conversion went.</summary>
public enum ConversionStatus
{
    Unhandled = 0,
    Succeeded = 1,
    Failed = 2,
}
