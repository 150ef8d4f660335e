using System.Collections.Frozen;
using FlowFunctions.Api;
using FlowFunctions.Api.OpenApi;
using FlowFunctions.Docs;
using FlowFunctions.Health;

namespace FlowFunctions.Security;

/// <summary>Which role each HTTP function asks for. A function that is not here is refused to everybody.</summary>
internal static class EndpointRoles
{
    /// <summary>By function name; null asks for no key at all.</summary>
    public static readonly FrozenDictionary<string, Role?> All = new Dictionary<string, Role?>
    {
        [HealthEndpoints.HealthName] = null,
        [HealthEndpoints.ReadinessName] = null,
        [HealthEndpoints.LivenessName] = null,
        [VersionFunction.Name] = Role.Viewer,
        [UnknownPathFunction.Name] = Role.Viewer,

        [OpenApiFunction.Name] = Role.Viewer,

        // A browser that opens a page sends no key. There is nothing in the page but what shows the document, which it asks a key for.
        [DocsFunctions.PageName] = null,
        [DocsFunctions.AssetName] = null,

        ["ListFlows"] = Role.Viewer,
        ["GetFlow"] = Role.Viewer,
        ["CreateFlow"] = Role.Editor,
        ["ReplaceFlow"] = Role.Editor,
        ["DeleteFlow"] = Role.Editor,
        ["ValidateFlow"] = Role.Editor,

        ["StartFlowRun"] = Role.Operator,
        ["ListFlowRuns"] = Role.Viewer,
        ["GetFlowRun"] = Role.Viewer,
        ["CancelFlowRun"] = Role.Operator,
        ["ResumeFlowRun"] = Role.Operator,

        ["ListIntegrations"] = Role.Viewer,
        ["GetIntegration"] = Role.Viewer,
        ["CreateIntegration"] = Role.Editor,
        ["ReplaceIntegration"] = Role.Editor,
        ["PatchIntegration"] = Role.Editor,
        ["DeleteIntegration"] = Role.Editor,

        ["ListConnections"] = Role.Viewer,
        ["CreateConnection"] = Role.Editor,
        ["ReplaceConnection"] = Role.Editor,
        ["PatchConnection"] = Role.Editor,
        ["DeleteConnection"] = Role.Editor,

        ["GetSchedule"] = Role.Viewer,
        ["CreateSchedule"] = Role.Editor,
        ["ReplaceSchedule"] = Role.Editor,
        ["DeleteSchedule"] = Role.Editor,
        ["SetScheduleStatus"] = Role.Operator,

        ["StartIntegrationRun"] = Role.Operator,
        ["ListIntegrationRuns"] = Role.Viewer,
        ["GetIntegrationRun"] = Role.Viewer,
        ["GetIntegrationRunError"] = Role.Viewer,
        ["GetIntegrationRunDump"] = Role.Viewer,
        ["GetIntegrationRunActionDump"] = Role.Viewer,

        ["GetNotificationConfiguration"] = Role.Viewer,
        ["CreateNotificationConfiguration"] = Role.Editor,
        ["ReplaceNotificationConfiguration"] = Role.Editor,
        ["DeleteNotificationConfiguration"] = Role.Editor,

        // The feed is the caller's own: marking it as read changes nothing for anybody else.
        ["ListNotifications"] = Role.Viewer,
        ["MarkNotificationRead"] = Role.Viewer,
        ["MarkAllNotificationsRead"] = Role.Viewer,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
