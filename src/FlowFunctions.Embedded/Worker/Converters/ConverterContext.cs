namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>One conversion: from what to what.</summary>
public abstract class ConverterContext
{
    protected ConverterContext()
    {
    }

    public abstract Type TargetType { get; }

    /// <summary>What the trigger brought under the parameter's name; null where nothing.</summary>
    public abstract object? Source { get; }

    public abstract FunctionContext FunctionContext { get; }

    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}
