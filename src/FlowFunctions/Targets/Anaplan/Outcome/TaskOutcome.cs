using System.Globalization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// How a task ended, in the terms of a step: not successful is a failure; successful with rejected rows to download, in it or in an action of it, with lines about
/// ignored or invalid rows, or with an action that was not successful, is a partial success; anything else a success. Pure.
/// </summary>
internal sealed record TaskOutcome
{
    /// <summary>Values that are kept of a fault.</summary>
    public const int MaximumValues = 10;

    /// <summary>Lines that a message quotes; the faults have the others.</summary>
    private const int QuotedFaults = 3;

    private const int MaximumQuoteLength = 300;

    public required StepOutcomeKind Kind { get; init; }

    /// <summary>For a planner, at most <see cref="TargetText.MaximumMessageLength"/> characters.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// Why it is no success, action by action; empty after a success. At most <see cref="TargetText.MaximumDetails"/>, of at most <see cref="TargetText.MaximumDetailsLength"/> characters of text and
    /// values together.
    /// </summary>
    public required IReadOnlyList<ActionFault> Faults { get; init; }

    /// <summary>Which rejected rows there are to download.</summary>
    public required IReadOnlyList<TaskDump> Dumps { get; init; }

    /// <param name="action">The action whose task it was.</param>
    /// <param name="result">What the service says about it.</param>
    public static TaskOutcome Of(ModelAction action, ModelTaskResult result)
    {
        var parts = result.NestedResults.Count == 0 ? [result] : Flatten(result).ToList();
        var isBad = parts.Any(part => part.FailureDumpAvailable || !part.Successful || part.Details.Any(DetailReader.TellsOfBadRows));
        var kind = !result.Successful ? StepOutcomeKind.Failure : isBad ? StepOutcomeKind.PartialSuccess : StepOutcomeKind.Success;
        IReadOnlyList<ActionFault> faults = kind == StepOutcomeKind.Success ? [] : [.. parts.SelectMany(FaultsOf)];
        return new()
        {
            Kind = kind,
            Message = TargetText.Bound(MessageOf(kind, action, result, parts, faults)),
            Faults = Bound(faults),
            Dumps = kind == StepOutcomeKind.Success ? [] : DumpsOf(action, result),
        };
    }

    /// <summary>An import that fails loads nothing; a process that fails has done what its actions had done by then, which may be something where it does not say.</summary>
    public static bool HasLoaded(ModelAction action, ModelTaskResult result) =>
        action.Kind != ActionKind.Export && ((action.Kind == ActionKind.Process && result.NestedResults.Count == 0) || HasDone(result));

    private static bool HasDone(ModelTaskResult result) => result.Successful || result.NestedResults.Any(HasDone);

    /// <summary>How many rows an import has read; null where the result does not say.</summary>
    /// <param name="importId">The action, or one of the process that it is.</param>
    /// <param name="action">The action whose task it was.</param>
    /// <param name="result">What the service says about it.</param>
    public static long? RowsOf(string importId, ModelAction action, ModelTaskResult result) => Flatten(result)
        .Where(part => part.NestedResults.Count == 0 && (part.ObjectId == importId || action.Id == importId))
        .Select(part => CountsOf(part).Total)
        .FirstOrDefault(total => total is not null);

    /// <summary>The result and those of its actions, the actions first: they say what the whole only sums up.</summary>
    private static IEnumerable<ModelTaskResult> Flatten(ModelTaskResult result) => result.NestedResults.SelectMany(Flatten).Append(result);

    private static IEnumerable<ActionFault> FaultsOf(ModelTaskResult part) => part.Details
        .Where(detail => !part.Successful || DetailReader.TellsOfBadRows(detail))
        .Select(detail => new ActionFault(detail.Text, detail.Occurrences, detail.Type, detail.Values, part.ObjectId, part.ObjectName));

    private static List<TaskDump> DumpsOf(ModelAction action, ModelTaskResult result)
    {
        var dumps = result.NestedResults.SelectMany(Flatten)
            .Where(part => part.FailureDumpAvailable && part.ObjectId is not null)
            .DistinctBy(part => part.ObjectId)
            .Select(part => new TaskDump(part.ObjectId, part.ObjectName))
            .ToList();

        // A process says that there are dumps; the dumps are those of its imports.
        return dumps.Count == 0 && result.FailureDumpAvailable && action.Kind != ActionKind.Process ? [new(null, result.ObjectName)] : dumps;
    }

    private static string MessageOf(StepOutcomeKind kind, ModelAction action, ModelTaskResult result, List<ModelTaskResult> parts, IReadOnlyList<ActionFault> faults)
    {
        var name = result.ObjectName ?? $"{char.ToUpperInvariant(action.ToString()[0])}{action.ToString()[1..]}";
        if (kind == StepOutcomeKind.Success)
        {
            var texts = parts.SelectMany(part => part.Details).Select(detail => detail.Text).Where(text => text.Length > 0).ToList();
            return texts.Count == 0 ? $"{name}: done" : string.Join("; ", texts.Take(QuotedFaults));
        }

        var head = kind == StepOutcomeKind.Failure ? $"{name} failed{DoneBefore(result)}" : $"{name}: {Rows(parts) ?? "not everything was done"}";

        // The lines about rows say what is wrong; their summaries only repeat the counts.
        var told = faults.Where(fault => !DetailReader.IsSummary(new(fault.Text, fault.Occurrences, fault.Type, fault.Values))).ToList();
        var quotes = (told.Count > 0 ? told : [.. faults]).Where(fault => fault.Text.Length > 0).Take(QuotedFaults).Select(fault => Quote(fault, result.ObjectName)).ToList();
        return quotes.Count == 0 ? head : $"{head}. {string.Join("; ", quotes)}";
    }

    /// <summary>The actions of a process that had been done when it failed: they stay done.</summary>
    private static string DoneBefore(ModelTaskResult result)
    {
        var done = result.NestedResults.SelectMany(Flatten).Where(part => part.Successful && part.NestedResults.Count == 0).Select(part => part.ObjectName ?? part.ObjectId ?? "an action").ToList();
        return done.Count switch
        {
            0 => "",
            1 => $", after {Name(done[0])} was done",
            <= QuotedFaults => $", after {string.Join(", ", done.SkipLast(1).Select(Name))} and {Name(done[^1])} were done",
            _ => $", after {string.Join(", ", done.Take(QuotedFaults).Select(Name))} and {Text(done.Count - QuotedFaults)} more were done",
        };

        static string Name(string name) => TargetText.Bound(name, MaximumQuoteLength);
    }

    private static string? Rows(List<ModelTaskResult> parts)
    {
        var counts = parts.Select(CountsOf).ToList();
        var (rejected, ignored, warned) = (counts.Sum(count => count.Rejected), counts.Sum(count => count.Ignored), counts.Sum(count => count.Warned));

        // Only where every action with rejected rows says how many it had.
        long? total = counts.Where(count => count.HasAny).All(count => count.Total is not null) ? counts.Where(count => count.HasAny).Sum(count => count.Total!.Value) : null;
        List<string> rows = [];
        foreach (var (count, what) in new[] { (rejected, "rejected"), (ignored, "ignored"), (warned, "with warnings") })
        {
            if (count > 0)
            {
                rows.Add(rows.Count > 0 ? $"{Text(count)} {what}" : total is { } all ? $"{Text(count)} of {Text(all)} rows {what}" : $"{Text(count)} {(count == 1 ? "row" : "rows")} {what}");
            }
        }

        return rows.Count == 0 ? null : string.Join(", ", rows);
    }

    private static RowCounts CountsOf(ModelTaskResult part)
    {
        var summary = part.Details.Where(DetailReader.IsSummary).Select(DetailReader.CountsOf).Aggregate(RowCounts.None, (all, one) => all.OrMore(one));
        return summary.Rejected > 0
            ? summary
            : summary with { Rejected = part.Details.Where(detail => !DetailReader.IsSummary(detail) && DetailReader.TellsOfBadRows(detail)).Sum(detail => DetailReader.CountsOf(detail).Rejected) };
    }

    private static string Quote(ActionFault fault, string? ofTheWhole)
    {
        var where = fault.ActionName is { } name && name != ofTheWhole ? name + ": " : "";
        var times = fault.Occurrences > 1 ? $" ({Text(fault.Occurrences)} times)" : "";
        return $"{where}{TargetText.Bound(fault.Text, MaximumQuoteLength)}{times}";
    }

    private static List<ActionFault> Bound(IReadOnlyList<ActionFault> faults)
    {
        var bounded = new List<ActionFault>();
        var room = TargetText.MaximumDetailsLength;
        foreach (var fault in faults.Take(TargetText.MaximumDetails))
        {
            if (room < 2)
            {
                break;
            }

            var text = TargetText.Bound(fault.Text, room);
            room -= text.Length;
            var values = new List<string>();
            foreach (var value in fault.Values.Take(MaximumValues).TakeWhile(_ => room >= 2))
            {
                values.Add(TargetText.Bound(value, room));
                room -= values[^1].Length;
            }

            bounded.Add(fault with { Text = text, Values = values });
        }

        return bounded;
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
