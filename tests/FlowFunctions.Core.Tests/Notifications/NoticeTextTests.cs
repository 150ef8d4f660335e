using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Notifications;

public class NoticeTextTests
{
    private static readonly RunNotice Stopped = new()
    {
        Type = NotificationType.FullFailure,
        IsFlow = true,
        OwnerId = Ids.Of(1),
        OwnerName = "Nightly load",
        RunId = Ids.Of(2),
        Success = false,
        Message = "Stopped at step 'Load sales': no rows",
        ErrorCode = 42,
        TriggeredBy = "ann",
        TriggerSource = "scheduled",
        StartDate = new DateTime(2026, 11, 24, 2, 0, 0, DateTimeKind.Utc),
        EndDate = new DateTime(2026, 11, 24, 2, 3, 5, 400, DateTimeKind.Utc),
        FailedSteps = [new("Load sales", StepStatus.Failure, "no rows", 42), new("Publish", StepStatus.Cancelled, null, null)],
        FurtherFailedSteps = 3,
    };

    [Fact]
    public void Body_tells_all_that_a_person_who_is_called_needs() =>
        Assert.Equal(
            $"""
            Flow 'Nightly load' failed.

            Stopped at step 'Load sales': no rows

            Outcome:      full failure
            Error code:   42
            Started:      2026-11-24 02:00:00 UTC
            Ended:        2026-11-24 02:03:05 UTC
            Duration:     3 minutes 5 seconds
            Triggered by: ann (scheduled)
            Run:          {Ids.Of(2)}

            Steps without full success:
            - Load sales: failure: no rows (code 42)
            - Publish: cancelled
            and 3 more

            https://flows.example.com/run

            """.ReplaceLineEndings("\n"),
            NoticeText.Body(Stopped, "https://flows.example.com/run"));

    [Fact]
    public void Body_of_a_success_has_no_code_no_steps_and_no_link_that_it_does_not_know()
    {
        var body = NoticeText.Body(
            Stopped with { Type = NotificationType.Success, Success = true, Message = "Success", ErrorCode = null, FailedSteps = [], FurtherFailedSteps = 0 }, link: null);

        Assert.DoesNotContain("code", body, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith($"Run:          {Ids.Of(2)}\n", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NotificationType.Success, true, true, "Flow 'Nightly load' succeeded")]
    [InlineData(NotificationType.PartialFailure, true, true, "Flow 'Nightly load' completed with partial success")]
    [InlineData(NotificationType.PartialFailure, false, true, "Flow 'Nightly load' completed with failures")]
    [InlineData(NotificationType.FullFailure, false, true, "Flow 'Nightly load' failed")]
    [InlineData(NotificationType.FullFailure, false, false, "Integration 'Nightly load' failed")]
    public void Subject_says_what_happened(NotificationType type, bool success, bool isFlow, string expected) =>
        Assert.Equal(expected, NoticeText.Subject(Stopped with { Type = type, Success = success, IsFlow = isFlow }));

    [Fact]
    public void Run_that_ended_before_it_started_by_two_clocks_took_no_time() =>
        Assert.Contains("Duration:     0 seconds\n", NoticeText.Body(Stopped with { EndDate = Stopped.StartDate.AddSeconds(-1) }, link: null), StringComparison.Ordinal);
}
