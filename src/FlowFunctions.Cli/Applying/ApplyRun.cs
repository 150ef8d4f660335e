using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Applying;

/// <summary>How <c>apply</c> and <c>copy</c> bring definitions to a server: the plan, the question, the doing, the report.</summary>
internal sealed class ApplyRun(ServerSession session)
{
    /// <summary>What table and tsv show of items.</summary>
    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("RESULT", item => item.Text("result") ?? "not done")
        {
            Tone = item => item.Text("result") switch
            {
                "created" or "changed" or "deleted" => Tone.Good,
                "failed" => Tone.Bad,
                _ => Tone.Quiet,
            },
        },
        Column.Field("KIND", "kind"),
        Column.Field("NAME", "name"),
        Column.Field("ERROR", "error"),
    ];

    /// <param name="definitions">What is to be there.</param>
    /// <param name="values">What they only name.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    public async Task<int> RunAsync(IReadOnlyList<Definition> definitions, Values values, ApplyOptions options, CancellationToken cancellationToken)
    {
        var server = await ServerDefinitions.ReadAsync(session.Client, session.Target.Text, cancellationToken);
        var plan = await Planner.MakeAsync(server, definitions, values, options.Plan, cancellationToken);
        if (!options.IsDry && session.Messages.CanAsk && await AskAsync(plan.Missing, values, cancellationToken))
            plan = await Planner.MakeAsync(server, definitions, values, options.Plan, cancellationToken);
        Show(plan, options);
        if (plan.Missing.Count > 0)
            throw new FlowsException(ExitCode.Misuse, $"No value for {string.Join(", ", plan.Missing.Select(one => one.Name).Order(StringComparer.Ordinal))}.", "Set environment variables of these names, or give --secrets FILE with lines of NAME=VALUE. Nothing was done.");
        if (options.IsDry || !plan.HasChanges)
        {
            Write(plan);
            return ExitCode.Success;
        }

        if (!await ConfirmAsync(plan, options, cancellationToken))
        {
            session.Messages.Say("Nothing was done.");
            return ExitCode.Misuse;
        }

        var isDone = await new Applier(session.Client, ItemIds.Of(server), options.KeepsGoing, Report).ApplyAsync(plan, cancellationToken);
        Write(plan);
        return isDone ? ExitCode.Success : ExitCode.Failed;
    }

    /// <summary>A plan that nothing follows is what was asked for; elsewhere it is said.</summary>
    private void Show(ApplyPlan plan, ApplyOptions options)
    {
        var isData = options.IsDry && session.Output.IsTable;
        var isNeeded = !options.IsDry && !options.IsConfirmed && session.Messages.CanAsk;
        if (isData)
            session.Output.WriteLines(plan.Lines(session.Surroundings.IsOutputLive));
        else
            session.Messages.SayLines(plan.Lines(session.Surroundings.IsErrorLive), isNeeded);
        session.Messages.SayLines([$"{plan.Sum} on {session.Target.Profile ?? session.Target.Text}."], isNeeded);
    }

    /// <summary>A terminal is asked, and production too; a pipeline that deletes has to say that it means it.</summary>
    private async Task<bool> ConfirmAsync(ApplyPlan plan, ApplyOptions options, CancellationToken cancellationToken)
    {
        var deletes = plan.Items.Any(item => item.Action == PlanAction.Delete);
        return (!session.Messages.CanAsk && !deletes && !session.Target.IsProduction)
            || await session.Messages.ConfirmAsync($"Do this on {session.Target.Profile ?? session.Target.Text}?", options.IsConfirmed, cancellationToken);
    }

    /// <summary>Asks for what is missing; a value that is left empty stays so.</summary>
    /// <returns>Whether one was given.</returns>
    private async Task<bool> AskAsync(IReadOnlyList<(string Name, PlanItem Item)> missing, Values values, CancellationToken cancellationToken)
    {
        var isGiven = false;
        var howMany = missing.Count == 1 ? "One value is" : string.Create(CultureInfo.InvariantCulture, $"{missing.Count} values are");
        if (missing.Count > 0)
            session.Messages.SayLines([$"{howMany} missing. Nothing of what you type is shown; Enter alone leaves one out."], isNeeded: true);
        foreach (var (name, item) in missing)
        {
            if (await session.Messages.AskSecretAsync($"{name} of {item.Kind.Called(item.Name)}", cancellationToken) is not { Length: > 0 } value)
                continue;
            values.Give(name, value);
            isGiven = true;
        }

        return isGiven;
    }

    private void Report(PlanItem item)
    {
        if (session.Output.IsTable)
            session.Messages.Say(item.Error is null ? $"{item.Result} {item.Kind.Called(item.Name)}" : $"failed {item.Kind.Called(item.Name)}: {item.Error}");
    }

    private void Write(ApplyPlan plan)
    {
        var items = plan.Items.Select(item => item.Document()).ToList();
        // People have read the plan and the reports; a table of hundreds that did not change would hide those that did.
        if (session.Output.IsTable)
            items.RemoveAll(item => item.Text("action") == "unchanged" || item.Text("result") is null);
        session.Output.WriteList(items, Columns, item => item.Text("name")!);
    }
}
