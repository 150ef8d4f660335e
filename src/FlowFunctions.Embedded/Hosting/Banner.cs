using System.Globalization;
using FlowFunctions.Embedded.Azurite;
using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>What the host says when it is up: the functions by kind, the storage, the hub, and last the line that it listens.</summary>
internal static class Banner
{
    public static async Task WriteAsync(TextWriter output, HostPlan plan, IReadOnlyCollection<string> urls, AzuriteUse? azurite)
    {
        foreach (var line in Lines(plan, urls, azurite))
        {
            await output.WriteLineAsync(line);
        }

        await output.FlushAsync();
    }

    private static IEnumerable<string> Lines(HostPlan plan, IReadOnlyCollection<string> urls, AzuriteUse? azurite)
    {
        yield return string.Empty;
        foreach (var (kind, entries) in Kinds(plan).Where(kind => kind.Entries.Count > 0))
        {
            yield return $"{kind}:";
            var width = entries.Max(entry => entry.Name.Length);
            foreach (var (name, detail) in entries)
            {
                yield return $"  {name.PadRight(width)}  {detail}".TrimEnd();
            }

            yield return string.Empty;
        }

        yield return $"Storage: {Storage(plan, azurite)}";
        if (plan.Catalog.IsDurable)
        {
            yield return $"Task hub: {plan.Hub}";
        }

        // Last, and only now: who reads it may call.
        yield return $"Listening on {string.Join(" and ", urls)}";
    }

    private static IEnumerable<(string Kind, IReadOnlyList<(string Name, string Detail)> Entries)> Kinds(HostPlan plan)
    {
        yield return ("HTTP functions", [.. plan.Routes.Select(route => (route.Function.Name, $"[{route.MethodList}] /{route.Template}"))]);
        yield return ("Timers", [.. plan.Timers.Select(timer => (timer.Function.Name, timer.Expression))]);
        yield return ("Queues", [.. plan.QueueTriggers.Select(queue => (queue.Function.Name, queue.QueueName))]);
        yield return ("Orchestrators", [.. plan.Catalog.With<OrchestrationTriggerAttribute>().Select(found => (found.Function.DurableName, ""))]);
        yield return ("Activities", [.. plan.Catalog.With<ActivityTriggerAttribute>().Select(found => (found.Function.DurableName, ""))]);
    }

    private static string Storage(HostPlan plan, AzuriteUse? azurite) => azurite switch
    {
        AzuriteUse.Started => string.Create(CultureInfo.InvariantCulture, $"Azurite {AzuriteInstallation.Version}, started by this host, data in .azurite/"),
        AzuriteUse.Shared => "Azurite that another host started",
        AzuriteUse.Foreign => "Azurite that was already running",
        _ => AccountName(plan.StorageConnection) is { Length: > 0 } account ? $"account {account}" : "as configured",
    };

    // The account's name is no secret; the key, which stands beside it, is.
    private static string? AccountName(string connection) =>
        connection.Split(';')
            .FirstOrDefault(part => part.StartsWith("AccountName=", StringComparison.OrdinalIgnoreCase))?["AccountName=".Length..];
}
