using System.Text.RegularExpressions;
using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Embedded.Hosting.Queues;

/// <summary>A function and the queue that it takes messages from, or puts its return value on.</summary>
internal sealed partial record QueuePlan(DiscoveredFunction Function, string QueueName, string ConnectionString)
{
    private const int LongestTriggerName = 56;

    public static IReadOnlyList<QueuePlan> Triggers(FunctionCatalog catalog, IConfiguration configuration, ICollection<string> faults) =>
        // The poison queue's name is longer by seven characters.
        Read(catalog.With<QueueTriggerAttribute>().Select(found => (found.Function, found.Trigger.QueueName, found.Trigger.Connection)), LongestTriggerName, configuration, faults);

    public static IReadOnlyList<QueuePlan> Outputs(FunctionCatalog catalog, IConfiguration configuration, ICollection<string> faults) =>
        Read(
            catalog.Functions.Where(function => function.Output is not null).Select(function => (function, function.Output!.QueueName, function.Output.Connection)),
            63,
            configuration,
            faults);

    private static List<QueuePlan> Read(
        IEnumerable<(DiscoveredFunction Function, string QueueName, string? Connection)> bindings,
        int longest,
        IConfiguration configuration,
        ICollection<string> faults)
    {
        List<QueuePlan> queues = [];
        foreach (var (function, written, connection) in bindings)
        {
            var name = SettingReferences.Resolve(written, configuration, out var missing).ToLowerInvariant();
            var setting = connection ?? HostConfiguration.StorageSetting;
            var connectionString = configuration[setting] ?? configuration[$"AzureWebJobs{setting}"] ?? configuration.GetConnectionString(setting);
            if (missing is not null)
            {
                faults.Add($"Function '{function.Name}': its queue '{written}' refers to the setting '{missing}', which is not set. Set it.");
            }
            else if (!Names().IsMatch(name) || name.Length > longest)
            {
                faults.Add(
                    $"Function '{function.Name}': '{name}' is no queue name. Give 3 to {longest} lower-case letters, digits and single hyphens, with a letter or digit at both ends.");
            }
            else if (string.IsNullOrWhiteSpace(connectionString))
            {
                faults.Add($"Function '{function.Name}': the connection '{setting}' of its queue '{name}' is not set. Set it to a connection string.");
            }
            else
            {
                queues.Add(new QueuePlan(function, name, connectionString));
            }
        }

        return queues;
    }

    // https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata
    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
