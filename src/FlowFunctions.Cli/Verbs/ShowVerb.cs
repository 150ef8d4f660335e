using System.Text.Json.Nodes;
using FlowFunctions.Cli.Browsing;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Cli.Scheduling;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows show</c>: one flow, integration or connection.</summary>
internal static class ShowVerb
{
    private const int LabelWidth = 14;

    public static Verb Create(Surroundings surroundings)
    {
        var (name, web) = (NameArgument.Any(), WebOption.Create());
        var verb = new Verb("show", "Show a flow, an integration or a connection.")
        {
            Examples =
            [
                ("flows show 'Nightly load'", "its steps, its latest run"),
                ("flows show integration/'Load sales' -o yaml", "all that the server says"),
                ("flows show 01a2105b533e78f6a0239160c2bd26c3 -o json", "by id"),
            ],
        };
        verb.Add(name);
        verb.Add(web);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var found = await new Finder(session.Client).AnyAsync(arguments.GetValue(name)!, cancellationToken);
            var item = found.Kind == Kind.Connection ? found.Summary : (JsonObject)(await session.Client.ReadAsync($"{found.Kind.Path}/{found.Id}", cancellationToken))[found.Kind.Single]!;
            if (arguments.GetValue(web))
                await WebOption.OpenAsync(session, PageAddress.Of(session.Target, found), cancellationToken);
            session.Output.WriteItem(item, () => Lines(found, item, session), [Column.Field("NAME", found.Kind.NameField), Column.Field("ID", found.Kind.IdField)], found.Kind.NameOf);
            return ExitCode.Success;
        });
    }

    private static IEnumerable<string> Lines(Found found, JsonObject item, ServerSession session)
    {
        yield return $"{OneLine.Of(found.Name)} ({found.Kind.Word})";
        IReadOnlyList<(string Label, string? Value)> facts =
            [.. OfAny(found, item), .. found.Kind == Kind.Connection ? OfConnection(item) : OfRunnable(item), ("Page", PageAddress.Of(session.Target, found).AbsoluteUri)];
        var width = Math.Max(LabelWidth, facts.Max(fact => fact.Label.Length));
        foreach (var (label, value) in facts)
            yield return $"  {OneLine.Of(label).PadRight(width)} {OneLine.Of(value)}";
        if (!found.IsFlow)
            yield break;
        yield return "";
        foreach (var line in session.Output.Table([.. item.Items("steps")], Steps([.. item.Items("steps")])))
            yield return line;
    }

    private static IEnumerable<(string Label, string? Value)> OfAny(Found found, JsonObject item)
    {
        yield return ("Id", found.Id);
        yield return ("Created", $"{UtcText.Of(item.Instant("creationDate"))} UTC by {item.Text("createdBy")}");
        if (item.Text("modifiedBy") is { } changer)
            yield return ("Changed", $"{UtcText.Of(item.Instant("modificationDate"))} UTC by {changer}");
    }

    private static IEnumerable<(string Label, string? Value)> OfConnection(JsonObject item)
    {
        yield return ("Type", item.Text("connectionType"));
        yield return ("State", item.Number("status") == 1 ? "valid" : $"refused when it was last used, code {item.Text("integrationErrorCode")}");
        foreach (var (field, _) in (item["body"] as JsonObject ?? []).Where(field => field.Key != "name"))
            yield return (field, item["body"].Text(field));
    }

    private static IEnumerable<(string Label, string? Value)> OfRunnable(JsonObject item)
    {
        var run = item["latestRun"];
        var state = RunState.Of(run);
        yield return ("Latest run", state == RunState.Never ? state.Word : $"{state.Word}, started {UtcText.Of(run.Instant("startDate"))} UTC by {run.Text("triggeredBy")} ({run.Text("triggerSource")}): {run.Text("message")}");
        if (item.Text("timeout") is { } timeout)
            yield return ("Timeout", timeout);
        if (item["schedule"] is JsonObject schedule)
            yield return ("Schedule", ScheduleText.Of(schedule));
        if (item.Instant("nextDate") is { } next)
            yield return ("Next run", $"{UtcText.Of(next)} UTC");
        if (ExpectedDuration.Of(item) is { } usual)
            yield return ("Usual time", $"{DurationText.Of(usual)} (median of {item.Text("expectedDuration.runs")} runs; nine of ten within {DurationText.Of(ExpectedDuration.Of(item, "p90") ?? usual)})");
        if (item.Text("modelId") is { Length: > 0 } model)
            yield return ("Model", $"{model} in workspace {item.Text("workspaceId")}");
        if (item.Text("processId") is { } process)
            yield return ("Process", process);
        if (item.Text("endpoint.url") is { } url)
            yield return ("Endpoint", $"{item.Text("endpoint.method")} {url}");
        foreach (var job in item.Items("jobs"))
            yield return ("Job", $"{job.Text("type")}: {End(job.Items("sources").FirstOrDefault())} to {End(job.Items("targets").FirstOrDefault())}");
    }

    private static string End(JsonObject? end) =>
        end.Text("connectionName") is { } connection ? $"{end.Text("file") ?? end.Text("table")} of '{connection}'{(end.Flag("isConnectionDeleted") == true ? " (deleted)" : "")}"
        : end.Text("fileId") is { } file ? $"action {end.Text("actionId")} with file {file}"
        : $"action {end.Text("actionId")}";

    private static IReadOnlyList<Column> Steps(IReadOnlyList<JsonObject> steps)
    {
        var names = steps.GroupBy(step => step.Text("referrer") ?? "", StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Text("name") ?? "", StringComparer.Ordinal);
        return
        [
            Column.Field("STEP", "name"),
            Column.Field("TYPE", "type"),
            new("WHEN", step => step.Flag("isSkipped") == true ? "skipped" : "runs") { Tone = step => step.Flag("isSkipped") == true ? Tone.Quiet : Tone.Plain },
            new("ON FAILURE", step => Strategy(step, "failure")),
            new("ON PARTIAL SUCCESS", step => Strategy(step, "partial_success")),
            new("AFTER", step => string.Join(", ", (step["dependsOn"] as JsonArray ?? []).Select(id => names.GetValueOrDefault(id?.GetValue<string>() ?? "", "?")))) { IsCut = true },
        ];
    }

    private static string Strategy(JsonObject step, string type) => step.Items("exceptionBehavior").FirstOrDefault(behavior => behavior.Text("type") == type).Text("strategy") ?? "";
}
