using FlowFunctions.LocalHost.Rpc;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>A function of the application.</summary>
/// <param name="Id">The worker's own, of this run of the worker.</param>
/// <param name="Name">Unique, ignoring case.</param>
/// <param name="Trigger">What starts it.</param>
/// <param name="Inputs">Its input bindings beside the trigger.</param>
internal sealed record HostedFunction(string Id, string Name, FunctionBinding Trigger, IReadOnlyList<FunctionBinding> Inputs)
{
    public const string HttpTrigger = "httpTrigger";
    public const string TimerTrigger = "timerTrigger";
    public const string QueueTrigger = "queueTrigger";
    public const string OrchestrationTrigger = "orchestrationTrigger";
    public const string ActivityTrigger = "activityTrigger";
    public const string DurableClient = "durableClient";

    private const string HttpOutput = "http";

    private static readonly string[] Triggers = [HttpTrigger, TimerTrigger, QueueTrigger, OrchestrationTrigger, ActivityTrigger];

    /// <summary>The functions that a worker tells of.</summary>
    /// <exception cref="Checks.StartupException">Some cannot be served here; the message names each, with the cure.</exception>
    public static IReadOnlyList<HostedFunction> Read(IEnumerable<RpcFunctionMetadata> metadata)
    {
        List<string> faults = [];
        List<HostedFunction> functions = [];
        foreach (var function in metadata.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            var bindings = function.RawBindings.Select(FunctionBinding.Parse).ToList();
            faults.AddRange(bindings.Where(binding => !IsKnown(binding)).Select(binding =>
                $"The function '{function.Name}' has a binding of the type '{binding.Type}', which the local host does not know; it knows {string.Join(", ", Triggers)}, {DurableClient} and {HttpOutput}. Deploy it to Azure, or run it with 'func start'."));
            if (bindings.Where(binding => binding.IsTrigger).ToList() is [var trigger])
            {
                functions.Add(new(function.FunctionId, function.Name, trigger, [.. bindings.Where(binding => binding.Is(DurableClient))]));
            }
            else
            {
                faults.Add($"The function '{function.Name}' has no trigger, or more than one. Give it one.");
            }
        }

        faults.AddRange(
            from function in functions
            group function.Name by function.Name.ToUpperInvariant() into same
            where same.Count() > 1
            select $"{same.Count()} functions are named '{same.First()}' (case does not count). Rename all but one.");
        return faults.Count == 0 ? functions : throw new Checks.StartupException(faults);
    }

    /// <exception cref="Checks.StartupException">There are none.</exception>
    public static void ThrowIfNone(IReadOnlyCollection<HostedFunction> functions, string applicationDirectory)
    {
        if (functions.Count == 0)
        {
            throw new Checks.StartupException($"The application in '{applicationDirectory}' has no functions. Name a folder of an app that has some, or publish it again.");
        }
    }

    public bool IsTriggeredBy(string type) => Trigger.Is(type);

    private static bool IsKnown(FunctionBinding binding) =>
        Triggers.Any(binding.Is) || binding.Is(DurableClient) || binding.Is(HttpOutput);
}
