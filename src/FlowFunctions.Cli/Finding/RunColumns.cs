using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Finding;

/// <summary>What tables show of runs.</summary>
internal static class RunColumns
{
    /// <summary>A history.</summary>
    public static IReadOnlyList<Column> History(DateTimeOffset now) =>
    [
        Column.Field("RUN", "id"),
        State("STATE", run => run),
        Column.Time("STARTED", run => run.Instant("startDate")),
        new("DURATION", run => Duration(run, now)) { IsNumber = true, Raw = run => RawDuration(run) },
        Column.Field("BY", "triggerSource") with { IsOptional = true },
        Column.Field("MESSAGE", "message") with { IsCut = true, IsOptional = true },
    ];

    /// <summary>The steps of a run.</summary>
    public static IReadOnlyList<Column> Steps(DateTimeOffset now) =>
    [
        Column.Field("STEP", "name"),
        new("STATE", step => Word(step.Text("status"))) { Tone = step => Tone(step.Text("status")), Raw = step => step.Text("status") ?? "" },
        Column.Time("STARTED", step => step.Instant("startDate")) with { IsOptional = true },
        new("DURATION", step => Duration(step, now)) { IsNumber = true, Raw = step => RawDuration(step) },
        Column.Field("TRIES", "attempts") with { IsNumber = true, IsOptional = true },
        Column.Field("MESSAGE", "message") with { IsCut = true, IsOptional = true },
    ];

    public static Column State(string title, Func<JsonObject, JsonNode?> run) => new(title, item => RunState.Of(run(item)).Word) { Tone = item => RunState.Of(run(item)).Tone };

    /// <summary>From its start to its end, or to now while it runs; empty where it has not started.</summary>
    public static string Duration(JsonNode run, DateTimeOffset now) =>
        run.Instant("startDate") is { } start ? DurationText.Of(Positive((run.Instant("endDate") ?? now) - start)) : "";

    private static string RawDuration(JsonNode run) =>
        run.Instant("startDate") is { } start && run.Instant("endDate") is { } end ? System.Xml.XmlConvert.ToString(Positive(end - start)) : "";

    private static TimeSpan Positive(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration;

    private static string Word(string? status) => status?.Replace('_', ' ') ?? "";

    private static Tone Tone(string? status) => status switch
    {
        "success" => Output.Tone.Good,
        "partial_success" or "cancelled" => Output.Tone.Warning,
        "failure" => Output.Tone.Bad,
        "running" => Output.Tone.Active,
        _ => Output.Tone.Quiet,
    };
}
