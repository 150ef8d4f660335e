using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Browsing;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows runs</c>: the history of a flow or integration; one run with its steps, its errors, and the rows that targets refused.</summary>
internal static class RunsVerb
{
    private const int DefaultLimit = 20;

    public static Verb Create(Surroundings surroundings)
    {
        var name = NameArgument.Runnable();
        var run = new Argument<string?>("run") { Description = "Id of a run, or latest: that run with its steps in place of the history.", Arity = ArgumentArity.ZeroOrOne };
        var errors = new Option<bool>("--errors") { Description = "What went wrong in the run (default latest), step by step." };
        var dump = new Option<string?>("--dump") { Description = "The rows of the run (default latest) that the target of this step refused, as CSV; for an integration the option's value is left out.", HelpName = "STEP", Arity = ArgumentArity.ZeroOrOne };
        var action = new Option<string?>("--action") { Description = "With --dump: of this action of a process.", HelpName = "ID" };
        var web = WebOption.Create();
        var limit = Numbers.Option("--limit", $"How many runs of the history, 1 to 5000 (default {DefaultLimit}).", 1, 5000);
        var verb = new Verb("runs", "Show the history of a flow or integration, or one run, its errors, or refused rows.")
        {
            Examples =
            [
                ("flows runs 'Nightly load'", "the newest 20 runs"),
                ("flows runs 'Nightly load' latest", "the newest run with its steps"),
                ("flows runs 'Nightly load' --errors", "what went wrong in it"),
                ("flows runs 'Nightly load' --dump 'Load sales' > rows.csv", "the rows that were refused"),
            ],
        };
        verb.Add(name);
        verb.Add(run);
        foreach (var option in new Option[] { errors, dump, action, limit, web })
            verb.Add(option);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken);
            var runs = new RunFinder(session.Client);
            var wantsDump = arguments.GetResult(dump) is not null;
            if (arguments.GetValue(run) is null && !wantsDump && !arguments.GetValue(errors))
            {
                if (arguments.GetValue(web))
                    await WebOption.OpenAsync(session, PageAddress.OfRuns(session.Target, what), cancellationToken);
                var history = await runs.HistoryAsync(what, arguments.GetValue(limit) ?? DefaultLimit, cancellationToken);
                if (history.Count == 0 && session.Output.IsTable)
                    session.Messages.Say($"No run of {what.Text} yet.");
                session.Output.WriteList(history, RunColumns.History(session.Time.GetUtcNow()), item => item.Text("id") ?? "");
                return ExitCode.Success;
            }

            var one = await runs.ReadAsync(what, await runs.IdAsync(what, arguments.GetValue(run), cancellationToken), cancellationToken);
            if (arguments.GetValue(web))
                await WebOption.OpenAsync(session, PageAddress.OfRun(session.Target, what, one.Text("id") ?? ""), cancellationToken);
            if (wantsDump)
                return await DumpAsync(session, what, one, arguments.GetValue(dump), arguments.GetValue(action), cancellationToken);
            if (arguments.GetValue(errors))
                return await ErrorsAsync(session, what, one, cancellationToken);
            session.Output.WriteItem(one, () => RunLines.Of(what, one, session), RunColumns.History(session.Time.GetUtcNow()), item => item.Text("id") ?? "");
            return ExitCode.Success;
        });
    }

    private static async Task<int> ErrorsAsync(ServerSession session, Found what, JsonObject run, CancellationToken cancellationToken)
    {
        var errors = new List<JsonObject>();
        foreach (var (step, id) in PartsOf(what, run))
        {
            var error = (await session.Client.ReadAsync($"integrations/runerror/{id}", cancellationToken))["runs"] as JsonObject ?? [];
            foreach (var action in error.Items("errorMessages"))
            {
                foreach (var text in action.Items("errorMessage"))
                {
                    errors.Add(new JsonObject
                    {
                        ["step"] = step,
                        ["runId"] = id,
                        ["taskId"] = error.Text("taskId"),
                        ["actionId"] = action.Text("actionId"),
                        ["actionName"] = action.Text("actionName"),
                        ["failureDumpGenerated"] = action.Flag("failureDumpGenerated"),
                        ["type"] = text.Text("type"),
                        ["occurrences"] = text.Number("occurrences"),
                        ["message"] = text.Text("localMessageText"),
                        ["values"] = text["values"]?.DeepClone(),
                    });
                }
            }
        }

        if (errors.Count == 0 && session.Output.IsTable)
            session.Messages.Say($"Run {run.Text("id")} left no errors.");
        session.Output.WriteList(
            errors,
            [
                Column.Field("STEP", "step"),
                Column.Field("ACTION", "actionName"),
                Column.Field("COUNT", "occurrences") with { IsNumber = true },
                new("DUMP", item => item.Flag("failureDumpGenerated") == true ? "yes" : "no"),
                Column.Field("ERROR", "message") with { IsCut = true },
            ],
            item => item.Text("step") ?? "");
        return ExitCode.Success;
    }

    private static async Task<int> DumpAsync(ServerSession session, Found what, JsonObject run, string? step, string? action, CancellationToken cancellationToken)
    {
        var parts = PartsOf(what, run).ToList();
        var wanted = step is null && !what.IsFlow ? parts : [.. parts.Where(part => string.Equals(part.Step, step, StringComparison.OrdinalIgnoreCase))];
        if (wanted is not [var (name, id)])
        {
            var names = parts.Select(part => part.Step).ToList();
            throw new FlowsException(
                step is null ? ExitCode.Misuse : ExitCode.NotFound,
                step is null ? "A run of a flow has a dump for each step." : $"The run has no step '{step}' that started.",
                step is not null && NearestName.Find(step, names) is { } nearest ? $"Did you mean '{nearest}'?" : $"Say which: {string.Join(", ", names.Select(one => $"--dump '{one}'"))}");
        }

        var path = action is null ? $"integrations/run/{id}/dump" : $"integrations/run/{id}/process/import/{Uri.EscapeDataString(action)}/dumps";
        var rows = await session.Client.FindBytesAsync(path, cancellationToken)
            ?? throw new FlowsException(ExitCode.NotFound, $"'{OneLine.Of(name)}' left no refused rows in this run{(action is null ? "" : $" for the action {action}")}.", $"See what it left: flows runs '{what.Name}' {run.Text("id")} --errors");
        session.Output.WriteText(Encoding.UTF8.GetString(rows));
        return ExitCode.Success;
    }

    /// <summary>The runs of integrations that a run is made of: those of a flow's steps that started, or itself.</summary>
    private static IEnumerable<(string Step, string RunId)> PartsOf(Found what, JsonObject run) => what.IsFlow
        ? from step in run.Items("steps")
          let id = step.Text("runId")
          where id is not null
          select (step.Text("name") ?? "", id)
        : [(what.Name, run.Text("id") ?? "")];
}
