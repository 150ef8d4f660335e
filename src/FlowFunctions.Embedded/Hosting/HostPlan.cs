using FlowFunctions.Embedded.Hosting.Checks;
using FlowFunctions.Embedded.Hosting.Functions;
using FlowFunctions.Embedded.Hosting.Http;
using FlowFunctions.Embedded.Hosting.Queues;
using FlowFunctions.Embedded.Hosting.Timers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>What a host is going to run, read once from the application and its settings.</summary>
internal sealed class HostPlan
{
    private readonly List<string> _faults = [];
    private readonly HostSettings _settings;
    private readonly bool _isWebApplication;

    public HostPlan(HostSettings settings, IConfiguration configuration, bool isWebApplication)
    {
        _settings = settings;
        _isWebApplication = isWebApplication;
        Configuration = configuration;
        HostJson = HostJson.Read(configuration, _faults);
        Catalog = FunctionCatalog.Of(settings);
        Routes = HttpFunctions.Routes(Catalog, HostJson, _faults);
        Timers = TimerPlan.Of(Catalog, configuration, _faults);
        QueueTriggers = QueuePlan.Triggers(Catalog, configuration, _faults);
        QueueOutputs = QueuePlan.Outputs(Catalog, configuration, _faults);
        Hub = ResolveHub();
        StorageConnection = configuration[HostConfiguration.StorageSetting] ?? "";
        Urls = HostConfiguration.Urls(configuration).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public IConfiguration Configuration { get; }

    public HostJson HostJson { get; }

    public FunctionCatalog Catalog { get; }

    public IReadOnlyList<HttpRoute> Routes { get; }

    public IReadOnlyList<TimerPlan> Timers { get; }

    public IReadOnlyList<QueuePlan> QueueTriggers { get; }

    public IReadOnlyList<QueuePlan> QueueOutputs { get; }

    /// <summary>The task hub.</summary>
    public string Hub { get; }

    public string StorageConnection { get; }

    public IReadOnlyList<string> Urls { get; }

    /// <summary>Everything that keeps the application from running, each with its cure; empty when it can start.</summary>
    public IReadOnlyList<string> Check(IServiceProvider services) =>
    [
        .. _faults,
        .. Catalog.Faults,
        .. StartupChecks.Check(Catalog, Routes, _isWebApplication, Hub),
        .. UnknownConstraints(services.GetRequiredService<ParameterPolicyFactory>()),
        .. UnknownTasks(),
    ];

    private string ResolveHub()
    {
        var hub = SettingReferences.Resolve(Configuration["Flows:TaskHub"] is { Length: > 0 } given ? given : HostJson.HubName, Configuration, out var missing);
        if (missing is not null)
        {
            _faults.Add($"The task hub's name '{hub}' refers to the setting '{missing}', which is not set. Set it, or name the hub in Flows:TaskHub.");
        }

        return hub;
    }

    // ASP.NET Core looks constraints up with the first request, and fails it and all others.
    private IEnumerable<string> UnknownConstraints(ParameterPolicyFactory factory)
    {
        foreach (var route in Routes)
        {
            foreach (var policy in route.Pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies.Select(policy => (parameter, policy.Content))))
            {
                string? fault = null;
                try
                {
                    factory.Create(policy.parameter, policy.Content ?? "");
                }
                catch (Exception unknown) when (unknown is InvalidOperationException or RouteCreationException)
                {
                    fault = $"Function '{route.Function.Name}': the route '{route.Template}' has an unknown or malformed constraint '{policy.Content}'. {unknown.Message}";
                }

                if (fault is not null)
                {
                    yield return fault;
                }
            }
        }
    }

    // Part of an assembly may well call what another part would bring.
    private IReadOnlyList<string> UnknownTasks() =>
        UnknownTaskNames.Find(
            _settings.FunctionClasses is null ? _settings.FunctionAssemblies.SelectMany(CalledTasks.In) : [],
            [.. Catalog.With<OrchestrationTriggerAttribute>().Select(found => found.Function.DurableName)],
            [.. Catalog.With<ActivityTriggerAttribute>().Select(found => found.Function.DurableName)]);
}
