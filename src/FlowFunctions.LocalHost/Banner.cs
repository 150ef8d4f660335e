using System.Globalization;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Settings;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost;

/// <summary>What the host says when it is up: the functions by kind, the storage, the hub, and last the line that it listens.</summary>
internal static class Banner
{
    public static async Task WriteAsync(
        TextWriter output,
        IReadOnlyList<HostedFunction> functions,
        IReadOnlyList<HttpRoute> routes,
        IConfiguration configuration,
        IReadOnlyCollection<string> urls,
        AzuriteUse? azurite)
    {
        foreach (var (kind, entries) in Kinds(functions, routes).Where(kind => kind.Entries.Count > 0))
        {
            await output.WriteLineAsync($"{Environment.NewLine}{kind}:");
            var width = entries.Max(entry => entry.Name.Length);
            foreach (var (name, detail) in entries)
            {
                await output.WriteLineAsync($"  {name.PadRight(width)}  {detail}".TrimEnd());
            }
        }

        await output.WriteLineAsync($"{Environment.NewLine}Storage: {Storage(configuration[HostConfiguration.StorageSetting] ?? "", azurite)}");
        await output.WriteLineAsync($"Task hub: {HostConfiguration.TaskHub(configuration)}");

        // Last, and only now: who reads it may call.
        await output.WriteLineAsync($"Listening on {string.Join(" and ", urls)}");
        await output.FlushAsync();
    }

    private static IEnumerable<(string Kind, IReadOnlyList<(string Name, string Detail)> Entries)> Kinds(IReadOnlyList<HostedFunction> functions, IReadOnlyList<HttpRoute> routes)
    {
        yield return ("HTTP functions", [.. routes.Select(route => (route.Function, $"[{route.MethodList}] /{route.Template}"))]);
        yield return ("Timers", Of(HostedFunction.TimerTrigger, "schedule"));
        yield return ("Queues", Of(HostedFunction.QueueTrigger, "queueName"));
        yield return ("Orchestrators", Of(HostedFunction.OrchestrationTrigger, "orchestration"));
        yield return ("Activities", Of(HostedFunction.ActivityTrigger, "activity"));

        IReadOnlyList<(string Name, string Detail)> Of(string trigger, string detail) =>
            [.. functions.Where(function => function.IsTriggeredBy(trigger)).Select(function => (function.Name, function.Trigger.Text(detail) ?? ""))];
    }

    private static string Storage(string connection, AzuriteUse? azurite) => azurite switch
    {
        AzuriteUse.Started => string.Create(CultureInfo.InvariantCulture, $"Azurite {AzuriteInstallation.Version}, started by this host, data in .azurite/"),
        AzuriteUse.Shared => "Azurite that another host started",
        AzuriteUse.Foreign => "Azurite that was already running",
        _ => AccountName(connection) is { Length: > 0 } account ? $"account {account}" : "as configured",
    };

    // The account's name is no secret; the key, which stands beside it, is.
    private static string? AccountName(string connection) =>
        connection.Split(';')
            .FirstOrDefault(part => part.StartsWith("AccountName=", StringComparison.OrdinalIgnoreCase))?["AccountName=".Length..];
}
