using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Verbs;

namespace FlowFunctions.Cli.Scheduling;

/// <summary><c>flows schedule next</c>: when a schedule starts its next runs, or what all schedules start in the days to come. The server reckons; this shows.</summary>
internal static class ScheduleNextVerb
{
    private const int DefaultCount = 10;
    private const int Most = 50;

    public static Verb Create(Surroundings surroundings)
    {
        var name = new Argument<string?>("name") { Description = "Name or id of the flow or integration; without it, those of all in the next seven days.", Arity = ArgumentArity.ZeroOrOne };
        var count = Numbers.Option("--count", $"How many times, 1 to {Most} (default {DefaultCount}).", 1, Most);
        var verb = new Verb("next", "Show when a schedule, or every one, starts its next runs.")
        {
            Examples =
            [
                ("flows schedule next 'Nightly load'", $"its next {DefaultCount} times, in UTC and in its zone"),
                ("flows schedule next --count 50", "what all schedules start, in the order of time"),
                ("flows schedule next 'Nightly load' --count 1 -o name", "the next time alone"),
            ],
        };
        verb.Add(name);
        verb.Add(count);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var most = arguments.GetValue(count) ?? DefaultCount;
            if (arguments.GetValue(name) is { } given)
                await OfOneAsync(session, await new Finder(session.Client).RunnableAsync(given, cancellationToken), most, cancellationToken);
            else
                await OfAllAsync(session, most, cancellationToken);
            return ExitCode.Success;
        });
    }

    private static async Task OfOneAsync(ServerSession session, Found what, int most, CancellationToken cancellationToken)
    {
        // Tells in its own words where there is none.
        _ = await ScheduleVerb.ReadAsync(session, what, cancellationToken);
        var next = (await session.Client.ReadAsync($"{ScheduleVerb.PathOf(what)}/next?count={most}", cancellationToken))["next"];
        var times = next.Items("occurrences").Select(time => WithZone(time, next.Text("timezone"))).ToList();
        if (next.Text("status") == "disabled")
            session.Messages.Say($"The schedule of {what.Text} is disabled, and would run at these times: flows schedule enable '{what.Name}'");
        if (times.Count == 0 && session.Output.IsTable)
            session.Messages.Say($"The schedule of {what.Text} runs no more.");
        session.Output.WriteList(times, Times, time => time.Text("date") ?? "");
    }

    private static async Task OfAllAsync(ServerSession session, int most, CancellationToken cancellationToken)
    {
        var times = (await session.Client.ReadAsync($"schedules/occurrences?limit={most}", cancellationToken)).Items("occurrences").ToList();
        if (times.Count == 0 && session.Output.IsTable)
            session.Messages.Say($"No schedule on {session.Target.Text} starts anything in the next seven days.");
        session.Output.WriteList(times, [.. Times, Column.Field("KIND", "ownerType"), Column.Field("NAME", "name") with { IsCut = true }], time => time.Text("name") ?? "");
    }

    private static IReadOnlyList<Column> Times { get; } =
    [
        Column.Time("NEXT", time => time.Instant("date")),
        new("THERE", time => $"{time.Text("localDate")?.Replace('T', ' ')} {time.Text("utcOffset")}") { Raw = time => $"{time.Text("localDate")}{time.Text("utcOffset")}" },
        Column.Field("ZONE", "timezone"),
    ];

    private static JsonObject WithZone(JsonObject time, string? zone)
    {
        var whole = time.DeepClone().AsObject();
        whole["timezone"] = zone;
        return whole;
    }
}
