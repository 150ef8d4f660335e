using FlowFunctions.LocalHost.Settings;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The task hub's name, which becomes part of the names of tables, queues and containers.</summary>
internal static class TaskHubCheck
{
    // AzureStorageOptions.cs of azure-functions-durable-extension, whose own check throws at a slash without saying what is wrong.
    private const int MinimumLength = 3;
    private const int MaximumLength = 45;

    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        var hub = HostConfiguration.TaskHub(configuration);
        if (hub.Length is < MinimumLength or > MaximumLength || !char.IsAsciiLetter(hub[0]) || !hub.All(char.IsAsciiLetterOrDigit))
        {
            var isSetting = !string.IsNullOrEmpty(configuration[HostConfiguration.TaskHubSetting]);
            var name = isSetting ? HostConfiguration.TaskHubSetting : "extensions.durableTask.hubName";
            var origin = SettingOrigin.Of(configuration, isSetting ? HostConfiguration.TaskHubSetting : HostConfiguration.HubNameKey);
            yield return $"{name}{(origin is null ? "" : $" ({origin})")} is '{hub}'; give the task hub a name of {MinimumLength} to {MaximumLength} letters and digits, the first a letter.";
        }
    }
}
