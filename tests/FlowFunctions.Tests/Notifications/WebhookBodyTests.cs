using System.Text.Json;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Notifications.Delivery;

namespace FlowFunctions.Tests.Notifications;

public class WebhookBodyTests
{
    [Theory]
    [InlineData("teams", 28_000)]
    [InlineData("slack", 40_000)]
    public void Message_of_the_greatest_length_is_one_that_the_receiver_takes(string format, int bytes)
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 200));
        var message = Messages.To("ann");
        message = message with
        {
            Notice = message.Notice with
            {
                OwnerName = emoji,
                Message = string.Concat(Enumerable.Repeat("😀", RunNotice.MaximumMessageLength / 2)),
                FailedSteps = [.. Enumerable.Repeat(new NoticedStep(emoji, StepStatus.Failure, emoji[..NoticedStep.MaximumMessageLength], 1007), RunNotice.MaximumFailedSteps)],
                FurtherFailedSteps = 3,
            },
        };

        var body = WebhookBody.Write(WebhookBody.FormatOf(format)!.Value, message, "https://flows.example.com/run");

        Assert.InRange(body.Length, bytes / 2, bytes);
        Assert.Matches("and [0-9]+ more", JsonDocument.Parse(body).RootElement.GetRawText());
    }

    [Fact]
    public void Message_that_fits_is_told_whole()
    {
        var body = WebhookBody.Write(WebhookFormat.Teams, Messages.To("ann"), link: null);

        Assert.Contains("- Load <sales>: failure: no rows & no columns (code 42)", JsonDocument.Parse(body).RootElement.GetRawText(), StringComparison.Ordinal);
    }
}
