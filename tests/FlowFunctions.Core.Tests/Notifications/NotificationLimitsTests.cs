using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Notifications;

/// <summary>Each rule of a notification configuration at its bound, what is said of the first value that is refused, and the words of a
/// message.</summary>
public class NotificationLimitsTests
{
    [Theory]
    [InlineData("ids", 50, null)]
    [InlineData("ids", 51, "Give 1 to 50 ids of integrations or flows, but there are 51.")]
    [InlineData("ids", 0, "Give 1 to 50 ids of integrations or flows, but there are 0.")]
    [InlineData("webhooks", 0, null)]
    [InlineData("webhooks", 10, null)]
    [InlineData("webhooks", 11, "Give at most 10 webhooks, but there are 11.")]
    [InlineData("users", 1, null)]
    [InlineData("users", 5, null)]
    [InlineData("users", 6, "Give 1 to 5 users, but there are 6; to tell nobody, leave the type out.")]
    public void List_has_as_many_entries_as_it_may(string list, int count, string? message)
    {
        var entries = Enumerable.Range(0, count).Select(number => list == "ids" ? Ids.Of(number) : $"n{number}");

        Assert.Equal(message is null ? [] : [message],
            Messages(list == "ids" ? Document(ids: [.. entries]) : list == "webhooks" ? Document(webhooks: [.. entries])
            : Document(users: [.. entries])));
    }

    [Theory]
    [InlineData("w", true)]
    [InlineData("a-b_C9", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("a`b", false)]
    [InlineData("é", false)]
    public void Webhook_is_called(string name, bool isTaken)
    {
        Assert.Equal(isTaken, NotificationInputReader.IsWebhookName(name));
        Assert.Equal(isTaken ? []
            : [$"Must be a webhook's name of 1 to 64 letters, digits, '-' and '_', but is {(name.Length == 0 ? "''" : $"'{name}'")}."],
            Messages(Document(webhooks: [name])));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Webhooks_name_has_64_characters(int length, bool isTaken) =>
        Assert.Equal(isTaken, NotificationInputReader.IsWebhookName(new string('w', length)));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Users_id_has_200_characters(int length, bool isTaken) =>
        Assert.Equal(isTaken, Read(Document(users: [new string('u', length)])).IsValid);

    [Fact]
    public void What_is_given_twice_is_told_at_the_second() => Assert.Equal(
        [
            new Problem("integrationIds[1]", "The id is given more than once."),
            new Problem("channels[2]", "The channel is given more than once."),
            new Problem("webhooks[1]", "The webhook is given more than once."),
            new Problem("notifications.config[0].users[1]", "The user is given more than once."),
            new Problem("notifications.config[1].type", "The type is given more than once; list its users in one entry."),
        ],
        Read($"{{'integrationIds':['{Ids.Of(1)}','{Ids.Of(1)}'],'channels':['in_app','email','in_app'],'webhooks':['ops','OPS'],"
            + "'notifications':{'config':[{'type':'success','users':['a','a']},{'type':'success','users':['b']}]}}").Problems);

    // Names of users are not alike that differ in case; names of webhooks are, because they are keys of the configuration.
    [Fact]
    public void Users_that_differ_in_case_are_two() => Assert.Empty(Read(Document(users: ["ann", "Ann"])).Problems);

    [Fact]
    public void Configuration_for_no_type_says_what_to_do() => Assert.Equal(
        [new Problem("notifications.config", "Give at least one type; to tell nobody, delete the notification configuration.")],
        Read($"{{'integrationIds':['{Ids.Of(1)}'],'channels':['email'],'notifications':{{'config':[]}}}}").Problems);

    [Theory]
    [InlineData("[]", "null", false)]
    [InlineData("[]", "[]", false)]
    [InlineData("[]", "['w']", true)]
    [InlineData("['email']", "[]", true)]
    public void Somebody_must_be_told_by_a_channel_or_a_webhook(string channels, string webhooks, bool isTaken) => Assert.Equal(
        isTaken ? [] : ["Give at least one channel, 'in_app' or 'email', or name a webhook in 'webhooks'."],
        Messages($"{{'integrationIds':['{Ids.Of(1)}'],'channels':{channels},'webhooks':{webhooks},'notifications':{{'config':[{{'type':'success','users':['a']}}]}}}}"));

    [Fact]
    public void Limits_are_those_of_the_contract()
    {
        Assert.Equal(200, Constants.Of<NoticedStep>()["MaximumMessageLength"]);
        Assert.Equal(1000, Constants.Of<RunNotice>()["MaximumMessageLength"]);
        Assert.Equal(10, Constants.Of<RunNotice>()["MaximumFailedSteps"]);
    }

    [Fact]
    public void Types_have_the_words_of_the_wire_format() =>
        Assert.Equal(["success", "partial_failure", "full_failure"], Enum.GetValues<NotificationType>().Select(NoticeText.Word));

    private static readonly RunNotice Notice = new()
    {
        Type = NotificationType.PartialFailure,
        IsFlow = false,
        OwnerId = "o",
        OwnerName = "Load",
        RunId = "r",
        Success = false,
        Message = "m",
        TriggeredBy = "ann",
        TriggerSource = "manual",
        StartDate = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        EndDate = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
    };

    [Fact]
    public void Body_of_a_run_without_failed_steps_ends_with_the_run() => Assert.Equal(
        """
        Integration 'Load' completed with failures.

        m

        Outcome:      partial failure
        Started:      2026-01-02 03:04:05 UTC
        Ended:        2026-01-02 03:04:05 UTC
        Duration:     0 seconds
        Triggered by: ann (manual)
        Run:          r

        """.ReplaceLineEndings("\n"),
        NoticeText.Body(Notice with { FurtherFailedSteps = 1 }, link: null));

    [Theory]
    [InlineData(StepStatus.PartialSuccess, "2 rows ignored", null, "- Load: partial success: 2 rows ignored\n")]
    [InlineData(StepStatus.Cancelled, " ", null, "- Load: cancelled\n")]
    [InlineData(StepStatus.Failure, null, 7, "- Load: failure (code 7)\n")]
    public void Step_is_told_with_its_status_and_what_is_known(StepStatus status, string? message, int? code, string line) =>
        Assert.EndsWith($"Steps without full success:\n{line}",
            NoticeText.Body(Notice with { FailedSteps = [new("Load", status, message, code)] }, link: null), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "and 1 more\n")]
    public void Steps_that_are_not_named_are_counted(int further, string line) => Assert.EndsWith(
        $"- Load: failure\n{line}",
            NoticeText.Body(Notice with { FailedSteps = [new("Load", StepStatus.Failure, null, null)], FurtherFailedSteps = further },
            link: null), StringComparison.Ordinal);

    [Theory]
    [InlineData(499, "0 seconds")]
    [InlineData(501, "1 second")]
    [InlineData(-5000, "0 seconds")]
    public void Duration_is_told_to_the_nearest_second(int milliseconds, string words) =>
        Assert.Contains($"Duration:     {words}\n",
            NoticeText.Body(Notice with { EndDate = Notice.StartDate.AddMilliseconds(milliseconds) }, link: null),
            StringComparison.Ordinal);

    private static string Document(string[]? ids = null, string[]? webhooks = null, string[]? users = null) =>
        $"{{'integrationIds':{List(ids ?? [Ids.Of(1)])},'channels':['in_app'],'webhooks':{List(webhooks ?? [])},'notifications':{{'config':[{{'type':'success','users':{List(users ?? ["ann"])}}}]}}}}";

    private static string List(string[] entries) => $"[{string.Join(',', entries.Select(entry => $"'{entry}'"))}]";

    private static IEnumerable<string> Messages(string document) => Read(document).Problems.Select(problem => problem.Message);

    private static Parsed<NotificationInput> Read(string document) =>
        NotificationInputReader.Read(Encoding.UTF8.GetBytes(document.Replace('\'', '"')));
}
