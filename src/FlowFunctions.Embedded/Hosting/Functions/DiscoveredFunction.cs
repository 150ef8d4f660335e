using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FlowFunctions.Embedded.Hosting.Functions;

/// <summary>A method with [Function], and how it is started.</summary>
internal sealed class DiscoveredFunction : FunctionDefinition
{
    public const string ReturnName = "$return";

    public DiscoveredFunction(string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        Name = name;
        Method = method;
        TriggerParameter = triggerParameter;
        Trigger = trigger;
        Output = method.GetCustomAttribute<QueueOutputAttribute>();
        Retry = method.GetCustomAttribute<RetryAttribute>();
        EntryPoint = $"{method.DeclaringType?.FullName}.{method.Name}";
        PathToAssembly = method.Module.Assembly.Location;
        // The same over restarts, so that what is stored under it is found again.
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}|{EntryPoint}"))[..8]);
        Parameters = [.. method.GetParameters().Select(ToParameter)];
        InputBindings = method.GetParameters()
            .Select(parameter => (parameter.Name, Binding: parameter.GetCustomAttribute<BindingAttribute>()))
            .Where(parameter => parameter is { Name: not null, Binding: not null })
            .ToImmutableDictionary(
                parameter => parameter.Name!,
                BindingMetadata (parameter) =>
                    new FunctionBinding(parameter.Name!, BindingTypes.Of(parameter.Binding!) ?? parameter.Binding!.GetType().Name, BindingDirection.In));
        OutputBindings = Outputs().ToImmutableDictionary(binding => binding.Name);
    }

    public MethodInfo Method { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    /// <summary>The queue that the return value goes to; null where it goes nowhere else.</summary>
    public QueueOutputAttribute? Output { get; }

    public RetryAttribute? Retry { get; }

    public override string Name { get; }

    public override string Id { get; }

    public override string EntryPoint { get; }

    public override string PathToAssembly { get; }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    /// <summary>The name by which orchestrators call it: its attribute's, else its function's.</summary>
    public string DurableName => Trigger switch
    {
        OrchestrationTriggerAttribute { Orchestration: { Length: > 0 } orchestration } => orchestration,
        ActivityTriggerAttribute { Activity: { Length: > 0 } activity } => activity,
        _ => Name,
    };

    /// <summary>The parameters that are filled by the durable client.</summary>
    public IEnumerable<ParameterInfo> DurableClients =>
        Method.GetParameters().Where(parameter => parameter.IsDefined(typeof(DurableClientAttribute)));

    /// <summary>What the method returns once it is awaited; void where nothing.</summary>
    public Type ResultType
    {
        get
        {
            var type = Method.ReturnType;
            if (type == typeof(Task) || type == typeof(ValueTask))
            {
                return typeof(void);
            }

            return type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
                ? type.GetGenericArguments()[0]
                : type;
        }
    }

    private static FunctionParameter ToParameter(ParameterInfo parameter) =>
        new(
            parameter.Name ?? "",
            parameter.ParameterType,
            parameter.HasDefaultValue,
            parameter.HasDefaultValue ? parameter.DefaultValue : null,
            ImmutableDictionary<string, object>.Empty.AddRange(
                parameter.GetCustomAttributes<Microsoft.Azure.Functions.Worker.Converters.InputConverterAttribute>()
                    .Take(1)
                    .Select(converter => KeyValuePair.Create<string, object>(Converters.ParameterConversion.ConverterProperty, converter.ConverterType))));

    private IEnumerable<BindingMetadata> Outputs()
    {
        if (Output is not null)
        {
            yield return new FunctionBinding(ReturnName, "queue", BindingDirection.Out);
        }
        else if (Trigger is HttpTriggerAttribute)
        {
            yield return new FunctionBinding(ReturnName, BindingTypes.HttpResult, BindingDirection.Out);
        }
    }
}
