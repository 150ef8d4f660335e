using System.Globalization;
using System.Text;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Notifications;

/// <summary>A message about the end of a run, as people read it.</summary>
public static class NoticeText
{
    private const string DateFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <summary>One line: "Flow 'Nightly load' failed".</summary>
    public static string Subject(RunNotice notice) => $"{Kind(notice)} '{notice.OwnerName}' {Verb(notice)}";

    /// <summary>Lines of plain text, ending with a line feed.</summary>
    /// <param name="notice">What there is to tell.</param>
    /// <param name="link">Where the run can be read; null for none.</param>
    public static string Body(RunNotice notice, string? link)
    {
        var text = new StringBuilder();
        Line(text, $"{Subject(notice)}.");
        Line(text);
        Line(text, notice.Message);
        Line(text);
        Line(text, $"Outcome:      {Words(notice.Type)}");
        if (notice.ErrorCode is { } code)
        {
            Line(text, $"Error code:   {code}");
        }

        Line(text, $"Started:      {Date(notice.StartDate)}");
        Line(text, $"Ended:        {Date(notice.EndDate)}");
        Line(text, $"Duration:     {DurationWords.Of(Duration(notice))}");
        Line(text, $"Triggered by: {notice.TriggeredBy} ({notice.TriggerSource})");
        Line(text, $"Run:          {notice.RunId}");
        AppendSteps(text, notice);
        if (link is not null)
        {
            Line(text);
            Line(text, link);
        }

        return text.ToString();
    }

    /// <summary>The type as the contract writes it: <c>partial_failure</c>.</summary>
    public static string Word(NotificationType type) => type switch
    {
        NotificationType.Success => "success",
        NotificationType.PartialFailure => "partial_failure",
        _ => "full_failure",
    };

    private static string Kind(RunNotice notice) => notice.IsFlow ? "Flow" : "Integration";

    private static string Verb(RunNotice notice) => (notice.Type, notice.Success) switch
    {
        (NotificationType.Success, _) => "succeeded",
        (NotificationType.PartialFailure, true) => "completed with partial success",
        (NotificationType.PartialFailure, false) => "completed with failures",
        _ => "failed",
    };

    private static void AppendSteps(StringBuilder text, RunNotice notice)
    {
        if (notice.FailedSteps.Count == 0)
        {
            return;
        }

        Line(text);
        Line(text, "Steps without full success:");
        foreach (var step in notice.FailedSteps)
        {
            Line(text, $"- {Describe(step)}");
        }

        if (notice.FurtherFailedSteps > 0)
        {
            Line(text, $"and {notice.FurtherFailedSteps} more");
        }
    }

    private static string Describe(NoticedStep step)
    {
        var status = step.Status switch
        {
            StepStatus.PartialSuccess => "partial success",
            StepStatus.Cancelled => "cancelled",
            _ => "failure",
        };
        var message = string.IsNullOrWhiteSpace(step.Message) ? "" : $": {step.Message}";
        var code = step.ErrorCode is { } known ? $" (code {known})" : "";
        return $"{step.Name}: {status}{message}{code}";
    }

    private static TimeSpan Duration(RunNotice notice) =>
        notice.EndDate > notice.StartDate ? TimeSpan.FromSeconds(Math.Round((notice.EndDate - notice.StartDate).TotalSeconds)) : TimeSpan.Zero;

    private static string Date(DateTime date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static string Words(NotificationType type) => Word(type).Replace('_', ' ');

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
