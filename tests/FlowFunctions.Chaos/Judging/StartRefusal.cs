using System.Text.RegularExpressions;

namespace FlowFunctions.Chaos.Judging;

/// <summary>A start that was answered with 409, and why.</summary>
/// <param name="At">When, in seconds since the beginning of the trial.</param>
/// <param name="Reason">As the answer says it.</param>
internal sealed partial record StartRefusal(double At, string Reason)
{
    /// <summary>The run that the answer names; null where it names none.</summary>
    public string? RunId => Id().Match(Reason) is { Success: true } id ? id.Value : null;

    /// <summary>Whether the run that it names was to be started by this very request, and was put on record as interrupted instead.</summary>
    public bool IsInterrupted => Reason.Contains("was interrupted before any step began", StringComparison.Ordinal);

    private bool IsBusy => Reason.StartsWith("The flow is running: ", StringComparison.Ordinal);

    /// <summary>
    /// What is wrong about the refusals of a flow that nobody else starts: its only caller asks for a run when it has seen the end of the one before, and who reads a run as ended can start the next.
    /// A start that was asked for twice may have been taken up by a host that was late, when the run was over: that holds the flow until it finds out.
    /// </summary>
    /// <param name="name">Of the flow.</param>
    /// <param name="refusals">All of them.</param>
    /// <param name="runs">The runs that were accepted.</param>
    public static IEnumerable<Finding> Judge(string name, IReadOnlyList<StartRefusal> refusals, IReadOnlyList<RunAsked> runs)
    {
        var interrupted = refusals.Where(refusal => refusal.IsInterrupted).Select(refusal => refusal.RunId);
        var askedTwice = runs.Where(run => run.StartTries > 1).Select(run => run.RunId).Concat(interrupted).ToHashSet(StringComparer.Ordinal);
        foreach (var refusal in refusals.Where(refusal => !refusal.IsInterrupted && !(refusal.IsBusy && askedTwice.Contains(refusal.RunId))))
        {
            yield return new(FindingKind.Wrong, $"{name}: nothing ran at {refusal.At:0.0} s, as far as its only caller was told, and a start was refused: {refusal.Reason}");
        }
    }

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
