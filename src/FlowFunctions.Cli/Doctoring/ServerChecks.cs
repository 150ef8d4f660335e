using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Cli.Doctoring;

/// <summary>What a server says of itself: whether it answers and is ready, knows the key, is of this version; its clock, its connections, its schedules.</summary>
internal sealed class ServerChecks(ServerSession session)
{
    /// <summary>Signatures of requests to storage and to endpoints are refused beyond a few minutes.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);

    private const int ConnectionsAtOnce = 4;

    public async Task<IReadOnlyList<Diagnosis>> LookAsync(CancellationToken cancellationToken)
    {
        var found = new List<Diagnosis>();
        try
        {
            var (health, skew) = await HealthAsync(cancellationToken);
            found.AddRange(health);
            found.Add(skew);
            found.AddRange(await KeyAndVersionAsync(cancellationToken));
            if (found.TrueForAll(diagnosis => diagnosis.Check != "Key" || diagnosis.IsWell == true))
            {
                found.AddRange(await AnaplanAsync(cancellationToken));
                found.AddRange(await ConnectionsAsync(cancellationToken));
                found.Add(await SchedulesAsync(cancellationToken));
            }
        }
        catch (Exception problem) when (problem is HttpRequestException or FlowsApiException)
        {
            var fault = problem is FlowsApiException refusal ? ServerFault.Of(refusal, session.Target) : ServerFault.Of((HttpRequestException)problem, session.Target);
            found.Add(new("Server", false, fault.Message, fault.Cure));
        }

        return found;
    }

    private async Task<(IReadOnlyList<Diagnosis> Health, Diagnosis Clock)> HealthAsync(CancellationToken cancellationToken)
    {
        using var network = new SocketsHttpHandler();
        using var handler = new LostConnectionHandler(network);
        using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = session.Target.Address };
        using var response = await http.GetAsync(new Uri("2/0/health", UriKind.Relative), cancellationToken);
        var now = session.Time.GetUtcNow();
        var clock = response.Headers.Date is not { } date ? new Diagnosis("Clock", null, "the server does not tell its time")
            : (date - now).Duration() <= MostSkew ? new("Clock", true, "this machine's and the server's agree")
            : new("Clock", false, string.Create(CultureInfo.InvariantCulture, $"the server's is {(date - now).TotalSeconds:0} s from this machine's"), "Set the clocks: requests are signed with the time.");
        var body = await JsonOf(response, cancellationToken);
        var checks = body.Items("checks").Select(check => check.Text("status") == "passing"
            ? new Diagnosis($"Server {check.Text("name")}", true, $"answers in {check.Text("durationMs")} ms")
            : new Diagnosis($"Server {check.Text("name")}", false, check.Text("message") ?? "fails", "Look after the server's storage: AzureWebJobsStorage in its settings.")).ToList();
        if (checks.Count == 0)
            checks.Add(response.StatusCode == HttpStatusCode.OK ? new("Server", true, $"{session.Target.Text} answers") : new("Server", false, $"{session.Target.Text}/2/0/health answers {(int)response.StatusCode}", "Check the address: is it one of this product?"));
        return (checks, clock);
    }

    private async Task<IReadOnlyList<Diagnosis>> KeyAndVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = (await session.Client.ReadAsync("version", cancellationToken))["version"];
            var own = typeof(ServerChecks).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            return
            [
                new("Key", true, $"the server knows it ({session.Target.KeySource})"),
                version.Text("product") == own ? new("Version", true, $"{own}, on {version.Text("runtime")} with {version.Text("dotnet")}") : new("Version", false, $"the server is {version.Text("product")}, this tool {own}", "Install the tool of the server's version, or deploy the tool's."),
            ];
        }
        catch (FlowsApiException refusal) when (refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            var fault = ServerFault.Of(refusal, session.Target);
            return [new("Key", false, fault.Message, fault.Cure)];
        }
    }

    /// <summary>The user in whose name steps work on models; nothing where the server cannot try it, or not for this key.</summary>
    private async Task<IReadOnlyList<Diagnosis>> AnaplanAsync(CancellationToken cancellationToken)
    {
        var check = await TryAsync("anaplan", cancellationToken);
        return check is null ? [] : [new("Anaplan", check.Flag("works"), check.Text("message") ?? "", check.Flag("works") == false ? "Correct Targets:Anaplan in the server's settings." : null)];
    }

    /// <summary>Each is tried by the server, where it can and the key may ask for it; otherwise what it was at its last use.</summary>
    private async Task<IReadOnlyList<Diagnosis>> ConnectionsAsync(CancellationToken cancellationToken)
    {
        var connections = new List<JsonObject>();
        await foreach (var connection in Lister.AllAsync(session.Client, Kind.Connection, cancellationToken))
            connections.Add(connection);
        var found = new ConcurrentBag<(string Name, Diagnosis Diagnosis, bool IsTried)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ConnectionsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(connections, options, async (connection, token) =>
        {
            var (name, check) = (Kind.Connection.NameOf(connection), await TryAsync($"{Kind.Connection.Path}/{Kind.Connection.IdOf(connection)}", token));
            found.Add((name, check is null ? OfLastUse(name, connection) : OfCheck(name, check), check is not null));
        });
        var bad = found.Where(one => one.Diagnosis.IsWell != true).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).Select(one => one.Diagnosis).ToList();
        var how = found.All(one => one.IsTried) ? "each was tried and works" : "none refused when it was last used";
        return bad.Count > 0 ? bad : [new("Connections", true, connections.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{connections.Count}, {how}"))];
    }

    /// <summary>Null where the server cannot try it, or not for this key.</summary>
    private async Task<JsonNode?> TryAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.Client.CallAsync(HttpMethod.Post, $"{path}/check", null, cancellationToken))["check"];
        }
        catch (FlowsApiException refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private static Diagnosis OfCheck(string name, JsonNode check) =>
        new("Connection", check.Flag("works"), $"'{name}': {check.Text("message")}", check.Flag("works") == false ? NewCredentials(name) : null);

    private static Diagnosis OfLastUse(string name, JsonObject connection) => connection.Number("status") == 0
        ? new("Connection", false, $"'{name}' was refused when it was last used, code {connection.Text("integrationErrorCode")}", NewCredentials(name))
        : new("Connection", true, $"'{name}'");

    private static string NewCredentials(string name) => $"Give it new credentials: flows apply FILE --with-secrets; see flows show 'connection/{name}'.";

    private async Task<Diagnosis> SchedulesAsync(CancellationToken cancellationToken)
    {
        var zones = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var kind in Kind.Runnable)
        {
            await foreach (var item in Lister.AllAsync(session.Client, kind, cancellationToken))
            {
                if (item.Text("schedule.timezone") is { } zone)
                    zones.Add(zone);
            }
        }

        var unknown = zones.Where(zone => !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)).ToList();
        return unknown.Count == 0
            ? new("Time zones", true, zones.Count == 0 ? "nothing has a schedule" : $"of schedules: {string.Join(", ", zones)}")
            : new("Time zones", false, $"this machine does not know {string.Join(", ", unknown)}", "Install its time zone data (tzdata), or correct the schedules.");
    }

    private static async Task<JsonNode?> JsonOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
        catch (System.Text.Json.JsonException)
        {
            // Somebody else answers at this address, which the status says.
            return null;
        }
    }
}
