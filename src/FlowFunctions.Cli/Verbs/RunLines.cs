using System.Text.Json.Nodes;
using FlowFunctions.Cli.Browsing;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Verbs;

/// <summary>One run for people: how it stands, what failed first of all, then its steps.</summary>
internal static class RunLines
{
    public static IEnumerable<string> Of(Found what, JsonObject run, ServerSession session)
    {
        var now = session.Time.GetUtcNow();
        var steps = run.Items("steps").ToList();
        yield return $"{OneLine.Of(what.Name)}: {RunState.Of(run).Word} after {RunColumns.Duration(run, now)}";
        yield return $"  {OneLine.Of(run.Text("message"))}";
        foreach (var failed in steps.Where(step => step.Text("status") == "failure"))
            yield return $"  failed: {OneLine.Of(failed.Text("name"))}: {OneLine.Of(failed.Text("message"))}{Code(failed)}";
        yield return $"  run {run.Text("id")}, started {UtcText.Of(run.Instant("startDate"))} UTC ({run.Text("triggerSource")}), trace {run.Text("traceId")}";
        if (run.Text("resumedFrom") is { } earlier)
            yield return $"  goes on from run {earlier}";
        if (run.Text("resumedBy") is { } later)
            yield return $"  run {later} goes on from here";
        yield return $"  {PageAddress.OfRun(session.Target, what, run.Text("id") ?? "")}";
        if (steps.Count == 0)
            yield break;
        yield return "";
        foreach (var line in session.Output.Table(steps, RunColumns.Steps(now)))
            yield return line;
    }

    private static string Code(JsonObject step) => step.Number("executionErrorCode") is { } code ? $" (code {code})" : "";
}
