using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows list</c>: what is there, with the state of its latest run.</summary>
internal static class ListVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var kind = new Argument<Kind?>("kind")
        {
            Description = "flows (default), integrations or connections.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = given =>
            {
                var word = given.Tokens[0].Value;
                var kind = Kind.All.FirstOrDefault(known => known.Plural == word || known.Word == word);
                if (kind is null)
                    given.AddError($"'{word}' is none of flows, integrations and connections{(NearestName.Find(word, Kind.All.Select(known => known.Plural)) is { } nearest ? $"; did you mean '{nearest}'?" : ".")}");
                return kind;
            },
        };
        kind.CompletionSources.Add([.. Kind.All.Select(known => known.Plural)]);
        var mine = new Option<bool>("--mine") { Description = "Only those that the key's owner created." };
        var sort = new Option<string>("--sort") { Description = "created (default), name, or -name for descending.", HelpName = "ORDER", DefaultValueFactory = _ => "created" };
        sort.AcceptOnlyFromAmong("created", "name", "-name");
        var state = new Option<string?>("--state") { Description = $"Only those whose latest run is: {string.Join(", ", RunState.All.Select(known => known.Word))}.", HelpName = "STATE" };
        state.AcceptOnlyFromAmong([.. RunState.All.Select(known => known.Word)]);
        var search = new Option<string?>("--search") { Description = "Only those with this in their name, in upper or lower case.", HelpName = "TEXT" };
        var limit = Numbers.Option("--limit", "At most so many, 1 to 100000 (default all).", 1, 100_000);
        var offset = Numbers.Option("--offset", "Leave out so many at the beginning.", 0, int.MaxValue / 2);
        var verb = new Verb("list", "List flows, integrations or connections, with the state of their latest run.")
        {
            Examples =
            [
                ("flows list", "all flows"),
                ("flows list integrations --sort name", "all integrations by their names"),
                ("flows list --state failure -o name", "the names of flows that failed last"),
                ("flows list --search plan", "those with 'plan' in their name"),
                ("flows list -o json | jq '.[].latestRun'", "for a script"),
            ],
        };
        verb.Add(kind);
        foreach (var option in new Option[] { state, search, mine, sort, limit, offset })
            verb.Add(option);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var wanted = arguments.GetValue(kind) ?? Kind.Flow;
            var word = arguments.GetValue(state);
            var text = arguments.GetValue(search);
            var filter = wanted == Kind.Connection ? null : RunState.All.FirstOrDefault(known => known.Word == word)?.Filter;
            var query = string.Join('&', Query(arguments.GetValue(sort)!, arguments.GetValue(mine), filter, text));
            var items = new List<JsonObject>();
            // A server that follows the contract alone does not know these questions: so many of those that match are wanted, not so many of all.
            var most = word is null && text is null ? arguments.GetValue(limit) : null;
            await foreach (var item in Lister.ReadAsync(session.Client, query.Length == 0 ? wanted.Path : $"{wanted.Path}?{query}", wanted.List, most, arguments.GetValue(offset) ?? 0, cancellationToken))
            {
                if ((word is not null && RunState.Of(item["latestRun"]).Word != word) || (text is not null && !wanted.NameOf(item).Contains(text, StringComparison.OrdinalIgnoreCase)))
                    continue;
                items.Add(item);
                if (items.Count == arguments.GetValue(limit))
                    break;
            }

            if (items.Count == 0 && session.Output.IsTable)
                session.Messages.Say($"No {wanted.Plural} on {session.Target.Text}{(text is null ? "" : $" with '{text}' in the name")}{(word is null ? "" : $" whose latest run is: {word}")}.");
            session.Output.WriteList(items, Columns(wanted), wanted.NameOf);
            return ExitCode.Success;
        });
    }

    private static IEnumerable<string> Query(string sort, bool isMine, string? state, string? text)
    {
        if (sort != "created")
            yield return $"sortBy={sort}";
        if (isMine)
            yield return "myIntegrations=1";
        if (state is not null)
            yield return $"state={state}";
        if (text is not null)
            yield return $"q={Uri.EscapeDataString(text)}";
    }

    private static IReadOnlyList<Column> Columns(Kind kind)
    {
        var id = Column.Field("ID", kind.IdField) with { IsOptional = true };
        var name = Column.Field("NAME", kind.NameField) with { IsCut = true };
        if (kind == Kind.Connection)
        {
            return
            [
                name,
                Column.Field("TYPE", "connectionType"),
                new("STATE", item => item.Number("status") == 1 ? "valid" : string.Create(CultureInfo.InvariantCulture, $"refused ({item.Number("integrationErrorCode")})")) { Tone = item => item.Number("status") == 1 ? Tone.Good : Tone.Bad },
                Column.Time("CHANGED", item => item.Instant("modificationDate")) with { IsOptional = true },
                id,
            ];
        }

        var what = (kind == Kind.Flow ? Column.Field("STEPS", "stepsCount") with { IsNumber = true } : Column.Field("TYPE", "integrationType")) with { IsOptional = true };
        return [name, RunColumns.State("LATEST RUN", item => item["latestRun"]), Column.Time("STARTED", item => item.Instant("latestRun.startDate")) with { IsOptional = true }, what, id];
    }
}
