using System.Collections.Concurrent;
using System.Reflection;
using FlowFunctions.Embedded.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>Fills a function's parameters: by the converter that the parameter or its type names, else by the first registered one that answers.</summary>
internal sealed class ParameterConversion(IServiceProvider services, IOptions<WorkerOptions> options)
{
    /// <summary>The property of a FunctionParameter that holds its own converter's type.</summary>
    public const string ConverterProperty = "converterType";

    private readonly IReadOnlyList<IInputConverter> _registered =
        [.. options.Value.InputConverters.Select(type => (IInputConverter)ActivatorUtilities.CreateInstance(services, type))];

    private readonly ConcurrentDictionary<Type, IInputConverter> _named = new();

    /// <exception cref="FunctionInputConverterException">Parameters could not be filled; the message lists them all.</exception>
    public async Task<object?[]> BindAsync(InvocationContext context)
    {
        var parameters = context.Function.Parameters;
        var values = new object?[parameters.Length];
        List<string> faults = [];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = parameters[i];
            var source = context.Input.Find(parameter.Name);
            var result = await ConvertAsync(parameter, new Conversion(parameter.Type, source, context));
            if (result.Status is ConversionStatus.Succeeded)
            {
                values[i] = result.Value;
            }
            else if (result.Status is ConversionStatus.Failed)
            {
                faults.Add(
                    $"Cannot convert input parameter '{parameter.Name}' to type '{parameter.Type.FullName}' from type '{source?.GetType().FullName}'. Error:{result.Error}");
            }
            else if (parameter.HasDefaultValue)
            {
                values[i] = parameter.DefaultValue;
            }
            else if (!parameter.IsReferenceOrNullableType)
            {
                faults.Add(
                    $"Could not populate the value for '{parameter.Name}' parameter. Consider adding a default value or making the parameter nullable.");
            }
        }

        return faults.Count == 0
            ? values
            : throw new FunctionInputConverterException(
                $"Error converting {faults.Count} input parameters for Function '{context.Function.Name}': {string.Join(Environment.NewLine, faults)}");
    }

    private async ValueTask<ConversionResult> ConvertAsync(FunctionParameter parameter, Conversion conversion)
    {
        var named = parameter.Properties.GetValueOrDefault(ConverterProperty) as Type
            ?? parameter.Type.GetCustomAttribute<InputConverterAttribute>()?.ConverterType;
        if (named is not null)
        {
            var converter = _named.GetOrAdd(named, type => (IInputConverter)ActivatorUtilities.CreateInstance(services, type));
            var result = await converter.ConvertAsync(conversion);
            if (result.Status is not ConversionStatus.Unhandled)
            {
                return result;
            }
        }

        foreach (var converter in _registered)
        {
            var result = await converter.ConvertAsync(conversion);
            if (result.Status is not ConversionStatus.Unhandled)
            {
                return result;
            }
        }

        return ConversionResult.Unhandled();
    }

    private sealed class Conversion(Type targetType, object? source, FunctionContext context) : ConverterContext
    {
        public override Type TargetType { get; } = targetType;

        public override object? Source { get; } = source;

        public override FunctionContext FunctionContext { get; } = context;

        public override IReadOnlyDictionary<string, object> Properties { get; } = new Dictionary<string, object>();
    }
}
