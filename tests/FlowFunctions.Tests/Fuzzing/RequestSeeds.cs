using System.Text;
using System.Text.Json;
using FlowFunctions.Tests.Api;
using Microsoft.AspNetCore.Routing;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>Valid requests for every HTTP function. A function whose path is not among the bodies here gets an empty object.</summary>
internal sealed class RequestSeeds(KnownIds ids, IInlineConstraintResolver constraints)
{
    /// <summary>Part of every secret in a body, however it is encoded: no log line may hold it.</summary>
    public const string Canary = "canary7f3a";

    public FuzzRequest For(HostedFunction function, Random random)
    {
        var path = "/" + RouteSamples.PathOf(function, constraints, name => ValuesOf(function, name, random));
        var method = function.SampleMethod;
        var body = method is "POST" or "PUT" or "PATCH" ? BodyOf(path, random) : null;
        List<(string, string)> headers = [("x-functions-key", ApiApplication.EditorKey)];
        if (body is not null)
        {
            headers.Add(("Content-Type", "application/json"));
        }

        return new(method, path, "", headers, body is null ? null : Encoding.UTF8.GetBytes(body));
    }

    private IReadOnlyList<string> ValuesOf(HostedFunction function, string parameter, Random random)
    {
        var isOfFlows = function.Template.TemplateText!.Contains("integrationflows", StringComparison.Ordinal);
        var kind = parameter switch
        {
            "runId" => "run",
            _ when isOfFlows || random.Next(4) == 0 => "flow",
            _ => "integration",
        };
        return ids.Any(kind, random) is { Length: > 0 } id ? [id] : [];
    }

    private string BodyOf(string path, Random random) => path.Split('/') switch
    {
        [.., "run"] => random.Next(3) == 0 ? JsonSerializer.Serialize(new { stepsToRun = new[] { AnIntegration(random) } }) : "",
        [.., "cancel" or "resume"] => "",
        [.., "schedule"] => Schedule(path, random),
        [.., "notification"] or [.., "notification", _] => Notification(random),
        [.., "connections"] => random.Next(3) switch
        {
            0 => JsonSerializer.Serialize(new { type = "AmazonS3", body = Bucket(random) }),
            1 => JsonSerializer.Serialize(new { type = "GoogleBigQuery", body = Dataset(random) }),
            _ => JsonSerializer.Serialize(new { type = "AzureBlob", body = Container(random) }),
        },
        [.., "connections", _] => JsonSerializer.Serialize(random.Next(3) switch { 0 => Bucket(random), 1 => Dataset(random), _ => Container(random) }),
        [_, _, _, "integrationflows", ..] => Flow(random),
        [_, _, _, "integrations"] or [_, _, _, "integrations", _] => Integration(random),
        _ => "{}",
    };

    private string Flow(Random random)
    {
        var referrers = Enumerable.Range(0, random.Next(2, 6)).Select(_ => AnIntegration(random)).Distinct().ToList();
        return JsonSerializer.Serialize(new
        {
            name = $"Flow {random.Next(30)}",
            version = "2.0",
            type = "IntegrationFlow",
            nuxVisible = random.Next(2) == 0,
            timeout = random.Next(2) == 0 ? null : "PT2H",
            steps = referrers.Select((referrer, index) => new
            {
                type = "Integration",
                referrer,
                dependsOn = index == 0 ? null : new[] { referrers[random.Next(index)] },
                isSkipped = random.Next(8) == 0,
                exceptionBehavior = new[] { new { type = "failure", strategy = "continue" } },
                timeout = random.Next(2) == 0 ? null : "PT5M",
                retry = random.Next(2) == 0 ? null : new { count = random.Next(1, 11), backoff = "PT1S", coefficient = 1.5, max_backoff = "PT1M" },
            }),
        });
    }

    private static string Integration(Random random)
    {
        var name = $"Integration {random.Next(60)}";
        return random.Next(4) switch
        {
            0 => JsonSerializer.Serialize(new { name, version = "2.0", workspaceId = "8a81", modelId = "C0FFEE", processId = 118000000001 }),
            1 => JsonSerializer.Serialize(new { name, endpoint = new { url = "http://localhost:9/a", method = "PUT", headers = new { Accept = "text/csv" }, timeout = "PT5M", poll_interval = "PT5S" } }),
            2 => JsonSerializer.Serialize(new
            {
                name,
                endpoint = new
                {
                    url = $"http://localhost:9/a?sig={(random.Next(4) == 0 ? "********" : Canary + "%2B")}&v=1&code={Canary}",
                    headers = new Dictionary<string, string> { ["Authorization"] = $"Basic {Canary}", ["X-Key"] = random.Next(4) == 0 ? "********" : Canary },
                },
            }),
            _ => JsonSerializer.Serialize(new { name, endpoint = new { url = "http://localhost:9/b" } }),
        };
    }

    private static string Schedule(string path, Random random) => JsonSerializer.Serialize(new
    {
        integrationId = path.Split('/')[4],
        schedule = new { name = "Nightly", type = "weekly", timezone = "Europe/Berlin", time = "02:30", daysOfWeek = new[] { random.Next(7) }, startDate = "2026-11-24" },
    });

    private string Notification(Random random) => JsonSerializer.Serialize(new
    {
        integrationIds = new[] { AnIntegration(random) },
        channels = new[] { "email", "in_app" },
        notifications = new { config = new[] { new { type = "full_failure", users = new[] { "8a81b09d5f8c4a3b015f8ca2b6e80001" } } } },
    });

    private static object Bucket(Random random) =>
        new { name = $"Connection {random.Next(30)}", bucketName = "loads", accessKeyId = "AKIDEXAMPLE", secretAccessKey = Canary };

    private static object Dataset(Random random) =>
        new { name = $"Connection {random.Next(30)}", dataset = "planning", serviceAccountKey = $"{{\"type\":\"service_account\",\"private_key\":\"{Canary}\"}}" };

    private static object Container(Random random) =>
        new { name = $"Connection {random.Next(30)}", storageAccountName = "planning", containerName = "loads", sasToken = $"sv=2024&sig={Canary}", workspaceId = "8a81" };

    private string AnIntegration(Random random) => ids.Any("integration", random) is { Length: > 0 } id ? id : RouteSamples.UnknownId;
}
