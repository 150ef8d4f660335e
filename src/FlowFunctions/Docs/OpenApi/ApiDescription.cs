using System.Text.Json.Nodes;
using FlowFunctions.Docs.OpenApi.Features;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>Everything that the API offers, feature by feature, in the order in which it is shown.</summary>
internal static class ApiDescription
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        .. FlowsDescription.Operations,
        .. RunsDescription.Operations,
        .. IntegrationsDescription.Operations,
        .. ConnectionsDescription.Operations,
        .. SchedulesDescription.Operations,
        .. NotificationsDescription.Operations,
        .. ServiceDescription.Operations,
    ];

    /// <summary>New nodes at each call.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        .. CommonSchemas.All,
        .. FlowsDescription.Schemas,
        .. RunSchemas.All,
        .. IntegrationSchemas.All,
        .. ConnectionsDescription.Schemas,
        .. SchedulesDescription.Schemas,
        .. NotificationsDescription.Schemas,
        .. ServiceDescription.Schemas,
    ];

    public static IReadOnlyList<(string Name, string Description)> Tags { get; } =
    [
        (FlowsDescription.Tag, "Which integrations run in which order, and what happens when one fails."),
        (RunsDescription.FlowRunsTag, "Start flows, watch them, cancel and resume them."),
        (IntegrationsDescription.Tag, "What a step of a flow does: a process, jobs between a model and connections, or an HTTP endpoint."),
        (RunsDescription.Tag, "Run integrations by themselves, and read what became of their runs. Where an integration's id is asked for, a flow's will do."),
        (ConnectionsDescription.Tag, "Where files and tables live, and the secrets that open them."),
        (SchedulesDescription.Tag, "When integrations and flows run by themselves."),
        (NotificationsDescription.Tag, "Who hears of which ends of runs."),
        (ServiceDescription.Tag, "The service itself."),
    ];
}
