using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows plan</c>: in which waves a flow's steps run, and which of them decide how long it takes.</summary>
internal static class PlanVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var name = NameArgument.Flow();
        var verb = new Verb("plan", "Show the waves in which the steps of a flow can run, and its critical path by past durations.")
        {
            Examples = [("flows plan 'Nightly load'", "waves, and the chain of steps that decides how long a run takes"), ("flows plan 'Nightly load' -o json", "for a script")],
        };
        verb.Add(name);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).FlowAsync(arguments.GetValue(name)!, cancellationToken);
            var flow = (await session.Client.ReadAsync($"integrationflows/{what.Id}", cancellationToken))["integrationFlow"]!.AsObject();
            var plan = (await session.Client.CallAsync(HttpMethod.Post, "integrationflows/validate", FlowInputs.Of(flow), cancellationToken))["plan"]!.AsObject();
            session.Output.WriteItem(plan, () => Lines(what.Name, plan, session), [new("DURATION", item => item.Text("criticalPath.duration") ?? "")], _ => what.Name);
            return ExitCode.Success;
        });
    }

    private static IEnumerable<string> Lines(string name, JsonObject plan, ServerSession session)
    {
        var path = plan["criticalPath"].Items("steps").ToList();
        var onPath = path.Select(step => step.Text("referrer")).ToHashSet(StringComparer.Ordinal);
        var least = path.Any(step => step.Text("pastDuration") is not null) ? $"at least {Time(plan.Text("criticalPath.duration"))} by past durations" : "no past durations yet; the longest chain";
        yield return $"{OneLine.Of(name)}: {least}, along {string.Join(", ", path.Select(step => OneLine.Of(step.Text("name"))))}";
        yield return "";
        var rows = (plan["waves"] as JsonArray ?? []).SelectMany((wave, at) => wave!.AsArray().OfType<JsonObject>().Select(step => (Wave: at + 1, Step: step))).ToList();
        var waves = rows.ToDictionary(row => row.Step, row => row.Wave);
        Column[] columns =
        [
            new("WAVE", step => waves[step].ToString(CultureInfo.InvariantCulture)) { IsNumber = true },
            Column.Field("STEP", "name"),
            new("PAST DURATION", step => step.Text("pastDuration") is { } past ? Time(past) : "unknown") { IsNumber = true },
            new("CRITICAL", step => onPath.Contains(step.Text("referrer")) ? "yes" : "no") { Tone = step => onPath.Contains(step.Text("referrer")) ? Tone.Warning : Tone.Quiet },
        ];
        foreach (var line in session.Output.Table([.. rows.Select(row => row.Step)], columns))
            yield return line;
    }

    private static string Time(string? iso) => iso is null ? "unknown" : DurationText.Of(XmlConvert.ToTimeSpan(iso));
}
