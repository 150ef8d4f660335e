using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Judging;

/// <summary>Says what is wrong about the notices of a run that has ended: one message, delivered to the webhook or given up on record, and in the feed, of the type that its end has.</summary>
internal static class NoticeOracle
{
    /// <summary>Of the runs, so many may be given up whose message would have been taken, and one more: with a host that dies goes one of a message's tries.</summary>
    private const double GivenUpShare = 0.01;

    /// <summary>What is wrong about how many messages were given up that the webhook would have taken: of many, the application does not try again.</summary>
    /// <param name="givenUp">How many.</param>
    /// <param name="runs">Of the flows.</param>
    public static IEnumerable<Finding> JudgeGivenUp(int givenUp, int runs)
    {
        if (givenUp > 1 + (runs * GivenUpShare))
        {
            yield return new(FindingKind.Lost, $"{givenUp} messages of {runs} runs were given up that the webhook would have taken.");
        }
    }

    public static IEnumerable<Finding> Judge(RunSeen run, NoticesSeen notices) => [.. JudgeWebhook(run, notices), .. JudgeFeed(run, notices)];

    private static IEnumerable<Finding> JudgeWebhook(RunSeen run, NoticesSeen notices)
    {
        var taken = notices.Taken;
        // What was given up on record is in the feed, where that has not dropped it: then somebody was called at least.
        if (taken.Count == 0 && !notices.IsGivenUp && (notices.IsFeedWhole || !notices.WasAsked))
        {
            yield return new(FindingKind.Lost, $"Run {run.Id} has ended ('{run.Message}'), and nobody was told, nor is it on record that nobody was.");
        }

        if (notices is { IsGivenUp: true, WasAsked: false })
        {
            yield return new(FindingKind.Lost, $"Of run {run.Id} ('{run.Message}') it is on record that nobody could be told, and nobody was called.");
        }

        // One message may arrive twice, for a host can die between its delivery and the note of it; two messages may not.
        if (taken.Select(notice => notice.Id).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            yield return new(FindingKind.Doubled, $"Of run {run.Id} there were several messages: {string.Join(", ", taken.Select(notice => notice.Id).Distinct(StringComparer.Ordinal))}.");
        }

        foreach (var notice in taken.Where(notice => notice.Type != TypeOf(run) || notice.Message != run.Message).Distinct())
        {
            yield return new(FindingKind.Wrong, $"Run {run.Id} ended with '{run.Message}' ({TypeOf(run)}) and was told of as {notice.Type}, '{notice.Message}'.");
        }
    }

    private static IEnumerable<Finding> JudgeFeed(RunSeen run, NoticesSeen notices)
    {
        var entries = notices.Feed.Where(entry => entry.IsMessage).ToList();
        if (entries.Count == 0 && notices.IsFeedWhole && !notices.Feed.Any(entry => entry.IsOfFeed))
        {
            yield return new(FindingKind.Lost, $"Run {run.Id} has ended ('{run.Message}'), and the feed has nothing of it.");
        }

        if (entries.Count > 1)
        {
            yield return new(FindingKind.Doubled, $"Of run {run.Id} ('{run.Message}') the feed has {entries.Count} messages.");
        }

        foreach (var entry in entries.Where(entry => entry.Type != TypeOf(run)))
        {
            yield return new(FindingKind.Wrong, $"Run {run.Id} ended with '{run.Message}' ({TypeOf(run)}), and the feed has it as {entry.Type}.");
        }
    }

    /// <summary>Success but for steps that were partly successful, and failures past which the flow went on while others did their work, are partial failures.</summary>
    private static string TypeOf(RunSeen run)
    {
        var hasPartialSuccess = run.Steps.Any(step => step.Status == StepStatuses.PartialSuccess);
        var hasWorked = hasPartialSuccess || run.Steps.Any(step => step.Status == StepStatuses.Success);
        return run.Success ? hasPartialSuccess ? "partial_failure" : "success"
            : hasWorked && run.Message.StartsWith("Completed with failures", StringComparison.Ordinal) ? "partial_failure"
            : "full_failure";
    }
}
