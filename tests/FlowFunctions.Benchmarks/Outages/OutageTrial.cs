using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Benchmarks.Runs.Measures;

namespace FlowFunctions.Benchmarks.Outages;

/// <summary>
/// One outage: flows are running, one schedule falls due while the storage is away, and one notification waits to be delivered; every route is asked all the time;
/// then the storage comes back with what it had.
/// </summary>
internal sealed partial class OutageTrial : IAsyncDisposable
{
    private const string WebhookName = "outage";
    private const int RoutesAtOnce = 8;
    private const int Steps = 3;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The queue trigger hides what it takes for ten minutes, and storage that wakes from silence carries out what it had been asked for: a message can be taken by a request that
    /// nobody hears any more.
    /// </summary>
    private static readonly TimeSpan Everything = TimeSpan.FromMinutes(12);

    /// <summary>What was asked must be over when the storage is back, so that nothing of it is done.</summary>
    private static readonly TimeSpan LastRoundBeforeEnd = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenHealthChecks = TimeSpan.FromSeconds(1);

    private readonly TestRig _rig;
    private readonly TimeSpan _length;
    private readonly bool _silent;
    private readonly ScriptedWebhook _webhook;
    private readonly HostProcess _host;
    private readonly List<string> _notes = [];

    private OutageTrial(TestRig rig, TimeSpan length, bool silent, ScriptedWebhook webhook, HostProcess host)
    {
        _rig = rig;
        _length = length;
        _silent = silent;
        _webhook = webhook;
        _host = host;
    }

    /// <summary>The file with what the host has written.</summary>
    public string HostLog => _host.LogPath;

    /// <summary>What else was seen.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <param name="rig">That nothing else has used.</param>
    /// <param name="length">Of the outage.</param>
    /// <param name="silent">Whether the storage accepts connections and answers nothing; else nobody listens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<OutageTrial> StartAsync(TestRig rig, TimeSpan length, bool silent, CancellationToken cancellationToken)
    {
        rig.DisownStorage();
        var webhook = await ScriptedWebhook.StartAsync(cancellationToken);
        var host = rig.StartHost(settings: new Dictionary<string, string>(StringComparer.Ordinal) { [$"Notifications__Webhooks__{WebhookName}__Url"] = webhook.Address });
        await host.ReadyAsync(cancellationToken);
        return new(rig, length, silent, webhook, host);
    }

    public async Task<IReadOnlyList<Row>> TakeAsync(CancellationToken cancellationToken)
    {
        // Answers that come soon after the storage has gone, and later; a call of an endpoint has 100 s.
        var flows = new List<string>();
        foreach (var each in new[] { TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(80) })
        {
            flows.Add(await CreateToldFlowAsync(each, cancellationToken));
        }

        var scheduled = await CreateToldFlowAsync(TimeSpan.Zero, cancellationToken);
        var routes = await RoutesAsync(cancellationToken);
        var quick = await CreateToldFlowAsync(TimeSpan.Zero, cancellationToken);
        var pending = await _rig.Flows.StartRunAsync(quick, cancellationToken);
        await _rig.Flows.RunEndedAsync(quick, pending, cancellationToken);
        await UntilAsync(() => Task.FromResult(_webhook.Refusals > 0), "The webhook", cancellationToken);
        var runs = await Task.WhenAll(flows.Select(flow => _rig.Flows.StartRunAsync(flow, cancellationToken)));
        await UntilAsync(() => Task.FromResult(runs.All(run => _rig.Endpoint.Calls.Any(call => call.RunId == run))), "The first step of each flow", cancellationToken);
        var due = await ScheduleAsync(scheduled, cancellationToken);

        var (stoppedAt, answers, health) = await OutageAsync(routes, cancellationToken);

        var back = TimeProvider.System.GetTimestamp();
        await _host.ReadyAsync(cancellationToken);
        var ready = TimeProvider.System.GetElapsedTime(back).TotalSeconds;
        var ends = new List<double>();
        foreach (var (flow, run) in flows.Zip(runs))
        {
            await _rig.Flows.RunEndedAsync(flow, run, cancellationToken);
            ends.Add(TimeProvider.System.GetElapsedTime(back).TotalSeconds);
        }

        var occurrence = await OccurrenceAsync(scheduled, back, cancellationToken);
        string[] told = [pending, .. runs];
        await UntilAsync(() => Task.FromResult(told.All(_webhook.Taken.ContainsKey)), "The webhook for each run", cancellationToken);
        var delivered = TimeProvider.System.GetElapsedTime(back).TotalSeconds;
        _notes.Add(string.Create(CultureInfo.InvariantCulture, $"The storage went at {stoppedAt:HH:mm:ss} UTC for {_length.TotalMinutes:0.##} minutes; the schedule was due at {due:HH:mm}."));
        _notes.Add($"{answers.Select(answer => answer.Route).Distinct(StringComparer.Ordinal).Count()} routes; answers by status: {Counted(answers.Select(answer => $"{answer.Status}"))}.");
        _notes.Add($"Answered otherwise than 503: {Counted(answers.Where(answer => answer.Status != 503).Select(answer => $"{answer.Route} {answer.Status}"))}.");
        _notes.Add($"The slowest: {string.Join(", ", answers.OrderByDescending(answer => answer.Seconds).Take(3).Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Route} {answer.Seconds:0.00} s")))}.");
        _notes.Add($"Health said: {string.Join(" | ", health.Select(answer => Message(answer.Text)).Distinct(StringComparer.Ordinal).Take(4))}");
        _notes.Add($"Webhook: {_webhook.Refusals} refused, {_webhook.Taken.Values.Sum()} taken for {_webhook.Taken.Count} runs.");
        _notes.Add(LogNote());
        return [AnswersRow(answers), RetryAfterRow(answers), HealthRow(health, stoppedAt), ReadyRow(ready), RunsRow(ends), occurrence, DeliveredRow(delivered, told.Length)];
    }

    public ValueTask DisposeAsync() => _webhook.DisposeAsync();

    private async Task<(DateTimeOffset StoppedAt, IReadOnlyList<ApiAnswer> Answers, IReadOnlyList<ApiAnswer> Health)> OutageAsync(
        IReadOnlyList<ApiCall> routes, CancellationToken cancellationToken)
    {
        var stoppedAt = TimeProvider.System.GetUtcNow();
        var emulator = _rig.AzuriteProcessId;
        await (_silent ? SignalAsync("STOP", emulator, cancellationToken) : _rig.StopStorageAsync().AsTask());
        _webhook.Open();
        var since = TimeProvider.System.GetTimestamp();
        var asker = new ApiAsker(_host.Client);
        var health = asker.AskForAsync(
            [new("GET /2/0/health", HttpMethod.Get, "/2/0/health", null)], 1, BetweenHealthChecks, _length - LastRoundBeforeEnd, cancellationToken);
        var answers = await asker.AskForAsync(routes, RoutesAtOnce, BetweenRounds, _length - LastRoundBeforeEnd, cancellationToken);
        var readings = await health;
        if (_length - TimeProvider.System.GetElapsedTime(since) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, cancellationToken);
        }

        await (_silent ? SignalAsync("CONT", emulator, cancellationToken) : _rig.StartStorageAsync(cancellationToken));
        return (stoppedAt, answers, readings);
    }

    private static async Task SignalAsync(string signal, int processId, CancellationToken cancellationToken)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>A chain whose ends are told to the webhook.</summary>
    private async Task<string> CreateToldFlowAsync(TimeSpan each, CancellationToken cancellationToken)
    {
        var flow = await _rig.Flows.CreateChainAsync(Steps, each, cancellationToken);
        var document = await _host.Client.GetFromJsonAsync<JsonNode>(new Uri($"integrationflows/{flow}", UriKind.Relative), cancellationToken);
        var notification = (string)document!["integrationFlow"]!["notificationId"]!;
        var rules = new JsonArray(Rule("success"), Rule("full_failure"));
        var body = new JsonObject
        {
            ["integrationIds"] = new JsonArray(flow),
            ["channels"] = new JsonArray("in_app"),
            ["webhooks"] = new JsonArray(WebhookName),
            ["notifications"] = new JsonObject { ["config"] = rules },
        };
        using var content = JsonContent.Create(body);
        using var answer = await _host.Client.PutAsync(new Uri($"integrations/notification/{notification}", UriKind.Relative), content, cancellationToken);
        return answer.IsSuccessStatusCode ? flow : throw new MeasureException($"The notification was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");

        static JsonObject Rule(string type) => new() { ["type"] = type, ["users"] = new JsonArray("runs") };
    }

    /// <summary>With ids of documents that nothing else is measured by: what is asked may happen.</summary>
    private async Task<IReadOnlyList<ApiCall>> RoutesAsync(CancellationToken cancellationToken)
    {
        var flow = await _rig.Flows.CreateChainAsync(2, TimeSpan.Zero, cancellationToken);
        var integration = await _rig.Flows.CreateIntegrationAsync("Asked for", TimeSpan.Zero, cancellationToken);
        var run = await _rig.Flows.StartRunAsync(flow, cancellationToken);
        await _rig.Flows.RunEndedAsync(flow, run, cancellationToken);
        var document = await _host.Client.GetFromJsonAsync<JsonNode>(new Uri("/openapi.json", UriKind.Relative), cancellationToken);
        return ApiRoutes.Of(document!, flow, integration, run, run);
    }

    /// <returns>The next full minute but one, which is in the outage.</returns>
    private async Task<DateTimeOffset> ScheduleAsync(string flow, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var due = now.AddMinutes(now.Second > 40 ? 2 : 1);
        var body = new JsonObject
        {
            ["integrationId"] = flow,
            ["schedule"] = new JsonObject
            {
                ["name"] = "In the outage",
                ["type"] = "daily",
                ["timezone"] = "Etc/UTC",
                ["time"] = due.ToString("HH:mm", CultureInfo.InvariantCulture),
                ["startDate"] = due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
        };
        await _rig.Flows.PostAsync($"integrations/{flow}/schedule", body, cancellationToken);
        return due;
    }

    private async Task<Row> OccurrenceAsync(string flow, long back, CancellationToken cancellationToken)
    {
        JsonNode? run = null;
        await UntilAsync(
            async () =>
            {
                var page = await _host.Client.GetFromJsonAsync<JsonNode>(new Uri($"integrationflows/{flow}/runs", UriKind.Relative), cancellationToken);
                run = page!["runs"]!.AsArray().FirstOrDefault(one => (string?)one!["triggerSource"] == "scheduled" && one["endDate"] is not null);
                return run is not null;
            },
            "The schedule's occurrence",
            cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(back).TotalSeconds;
        return new(
            "the schedule's occurrence: from storage back to its run's end",
            Goal.AtMost(180, "s"),
            seconds,
            string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s: {run!["message"]}"),
            "1 schedule due in the outage");
    }

    private static Row AnswersRow(IReadOnlyList<ApiAnswer> answers)
    {
        var sample = new Sample(answers.Select(answer => answer.Seconds));
        var broken = answers.Where(answer => answer.Status is 0 or (>= 500 and not 503)).ToList();
        return new(
            "any route while the storage is away: request to answer",
            Goal.AtMost(10, "s"),
            sample.Maximum,
            string.Create(CultureInfo.InvariantCulture, $"{sample.Maximum:0.0} s, nine of ten within {sample.Quantile(0.9):0.0} s"),
            $"{sample.Count} answers, most",
            broken.Count == 0 ? null : $"{broken.Count} of 5xx but 503 or none: {Counted(broken.Select(answer => $"{answer.Route} {answer.Status}"))}");
    }

    private static Row RetryAfterRow(IReadOnlyList<ApiAnswer> answers)
    {
        var unavailable = answers.Where(answer => answer.Status == 503).ToList();
        var without = unavailable.Where(answer => !answer.HasRetryAfter).ToList();
        return new(
            "answers of 503 without Retry-After",
            Goal.AtMost(0, "answers"),
            without.Count,
            $"{without.Count}",
            $"{unavailable.Count} answers of 503",
            without.Count == 0 ? null : Counted(without.Select(answer => answer.Route)));
    }

    private static Row HealthRow(IReadOnlyList<ApiAnswer> health, DateTimeOffset stoppedAt)
    {
        var sample = new Sample(health.Select(answer => answer.Seconds));

        // The first reading may be from before.
        var wrong = health.Skip(3).Where(answer => answer.Status != 503 || !Tells(answer.Text, stoppedAt)).ToList();
        return new(
            "health while the storage is away",
            Goal.AtMost(1.2, "s"),
            sample.Quantile(0.99),
            string.Create(CultureInfo.InvariantCulture, $"99 of 100 within {sample.Quantile(0.99):0.00} s, at most {sample.Maximum:0.00} s"),
            $"{sample.Count} answers",
            wrong.Count == 0 ? null : $"{wrong.Count} answers do not tell what fails since this outage, the first {wrong[0].Status}: {Message(wrong[0].Text)}");
    }

    private static Row ReadyRow(double seconds) => new(
        "from storage back to health 200",
        Goal.AtMost(10, "s"),
        seconds,
        string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        "1 outage");

    private Row RunsRow(List<double> ends) => new(
        "from storage back to the end of all runs, each a success",
        Goal.AtMost(180, "s"),
        ends.Max(),
        string.Create(CultureInfo.InvariantCulture, $"{ends.Max():0.0} s"),
        $"{ends.Count} chains of {Steps} steps, caught in the first",
        Chains.FaultOf(_rig));

    private static Row DeliveredRow(double seconds, int runs) => new(
        "from storage back to the last notification's delivery",
        Goal.AtMost(240, "s"),
        seconds,
        string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        $"{runs} runs, of one of which it was pending");

    private string LogNote()
    {
        using var reader = new StreamReader(new FileStream(_host.LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = reader.ReadToEnd().Split('\n');
        return $"The host wrote {lines.Length} lines, {lines.Count(line => line.Contains("got 500", StringComparison.Ordinal))} of them of a 500.";
    }

    private static IEnumerable<DateTimeOffset> Sinces(string text) => Since().Matches(text).Select(match => DateTimeOffset.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture));

    private static bool Tells(string text, DateTimeOffset stoppedAt) =>
        Sinces(text).ToList() is { Count: > 0 } sinces && sinces.TrueForAll(since => since >= stoppedAt.AddSeconds(-1) && since <= stoppedAt.AddSeconds(30));

    private static string Message(string text)
    {
        try
        {
            return (string?)JsonNode.Parse(text)?["message"] ?? text;
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    private static string Counted(IEnumerable<string> values) =>
        string.Join(", ", values.GroupBy(value => value, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()} times")) is { Length: > 0 } counted
            ? counted
            : "none";

    private static async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Everything)
            {
                throw new MeasureException($"{what} was not seen within {Everything.TotalMinutes:0} minutes.");
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }

    [GeneratedRegex(@"""since"": ?""(?<at>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Since();
}
