using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Notifications;

namespace FlowFunctions.Core.Tests.Notifications;

public class NotificationInputReaderTests
{
    private static readonly string Id = Ids.Of(1);

    [Fact]
    public void Read_takes_every_field()
    {
        var input = ReadValid(
            $"{{'integrationIds':['{Ids.Of(1)}','{Ids.Of(2)}'],'channels':['email','in_app'],'webhooks':['ops-team','Data_1'],"
            + "'notifications':{'config':[{'type':'success','users':['ann']},{'type':'partial_failure','users':[' bob ','8a868cd97f8f98a3017fe45cbdc65e25']},{'type':'full_failure','users':['a','b','c','d','e']}]}}");

        Assert.Equal([Ids.Of(1), Ids.Of(2)], input.IntegrationIds);
        Assert.Equal([NotificationChannel.Email, NotificationChannel.InApp], input.Channels);
        Assert.Equal(["ops-team", "Data_1"], input.Webhooks);
        Assert.Equal([NotificationType.Success, NotificationType.PartialFailure, NotificationType.FullFailure], input.Rules.Select(rule => rule.Type));
        Assert.Equal(["ann"], input.Rules[0].Users);
        Assert.Equal(["bob", "8a868cd97f8f98a3017fe45cbdc65e25"], input.Rules[1].Users);
        Assert.Equal(5, input.Rules[2].Users.Count);
    }

    [Fact]
    public void Read_takes_what_the_sdk_sends_without_webhooks()
    {
        var input = ReadValid(Document());

        Assert.Empty(input.Webhooks);
        Assert.Equal([NotificationChannel.InApp], input.Channels);
    }

    [Fact]
    public void Read_takes_snake_case() => ReadValid(Document().Replace("integrationIds", "integration_ids", StringComparison.Ordinal));

    [Fact]
    public void Read_takes_webhooks_without_any_channel() => ReadValid(Document(channels: "[],'webhooks':['ops']"));

    public static TheoryData<string, string[]> Faults => new()
    {
        { "{}", ["integrationIds", "channels", "notifications"] },
        { "[]", [""] },
        { "{", [""] },
        { "", [""] },
        { Document(ids: "null"), ["integrationIds"] },
        { Document(ids: "'x'"), ["integrationIds"] },
        { Document(ids: "[]"), ["integrationIds"] },
        { Document(ids: $"['{Id}','nope',7,'{Id}']"), ["integrationIds[1]", "integrationIds[2]", "integrationIds[3]"] },
        { Document(ids: $"[{string.Join(',', Enumerable.Range(0, 51).Select(i => $"'{Ids.Of(i)}'"))}]"), ["integrationIds"] },
        { Document(channels: "null"), ["channels"] },
        { Document(channels: "[]"), ["channels"] },
        { Document(channels: "[],'webhooks':[]"), ["channels"] },
        { Document(channels: "['in_app','sms','in_app',1]"), ["channels[1]", "channels[2]", "channels[3]"] },
        { Document(channels: "['webhook']"), ["channels[0]"] },
        { Document(channels: "['in_app'],'webhooks':'ops'"), ["webhooks"] },
        { Document(channels: "['in_app'],'webhooks':['a b','','ops','OPS',null]"), ["webhooks[0]", "webhooks[1]", "webhooks[3]", "webhooks[4]"] },
        { Document(channels: $"['in_app'],'webhooks':[{string.Join(',', Enumerable.Range(0, 11).Select(i => $"'w{i}'"))}]"), ["webhooks"] },
        { Document(notifications: "null"), ["notifications"] },
        { Document(notifications: "[]"), ["notifications"] },
        { Document(notifications: "{}"), ["notifications.config"] },
        { Document(notifications: "{'config':{}}"), ["notifications.config"] },
        { Document(notifications: "{'config':[],'configs':[]}"), ["notifications.configs", "notifications.config"] },
        { Document(config: "'x'"), ["notifications.config[0]"] },
        { Document(config: "{}"), ["notifications.config[0].type", "notifications.config[0].users"] },
        { Document(config: "{'type':'failure','users':['a']}"), ["notifications.config[0].type"] },
        { Document(config: "{'type':'success','users':['a']},{'type':'success','users':['b']}"), ["notifications.config[1].type"] },
        { Document(config: "{'type':'success','users':[]}"), ["notifications.config[0].users"] },
        { Document(config: "{'type':'success','users':['a','b','c','d','e','f']}"), ["notifications.config[0].users"] },
        { Document(config: "{'type':'success','users':['a',' a ','',{},'\\u0007x']}"), [.. Enumerable.Range(1, 4).Select(i => $"notifications.config[0].users[{i}]")] },
        { Document(config: $"{{'type':'success','users':['{new string('x', 201)}']}}"), ["notifications.config[0].users[0]"] },
        { Document(config: "{'type':'success','user':['a']}"), ["notifications.config[0].user", "notifications.config[0].users"] },
        { "{'integrationId':['x'],'channels':['mail'],'notifications':{'config':[{'type':'x','users':[1]}]}}", ["integrationId", "integrationIds", "channels[0]", "notifications.config[0].type", "notifications.config[0].users[0]"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_names_every_fault_by_its_path(string document, string[] paths) =>
        Assert.Equal(paths.Order(StringComparer.Ordinal), Read(document).Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void Read_says_what_to_do()
    {
        Assert.Equal(
            [new Problem("notifications.config[0].users", "Give 1 to 5 users, but there are 0; to tell nobody, leave the type out.")],
            Read(Document(config: "{'type':'success','users':[]}")).Problems);
        Assert.Equal(
            [new Problem("channels", "Give at least one channel, 'in_app' or 'email', or name a webhook in 'webhooks'.")],
            Read(Document(channels: "[]")).Problems);
        Assert.Equal(
            [new Problem("integrationIDs", "Unknown property 'integrationIDs'; did you mean 'integrationIds'?"), new Problem("integrationIds", "'integrationIds' is required.")],
            Read(Document().Replace("integrationIds", "integrationIDs", StringComparison.Ordinal)).Problems);
    }

    private static string Document(string? ids = null, string channels = "['in_app']", string? notifications = null, string? config = null) =>
        $"{{'integrationIds':{ids ?? $"['{Id}']"},'channels':{channels},'notifications':{notifications ?? $"{{'config':[{config ?? "{'type':'full_failure','users':['ann']}"}]}}"}}}";

    private static NotificationInput ReadValid(string document)
    {
        var parsed = Read(document);
        Assert.Empty(parsed.Problems);
        return parsed.Value!;
    }

    private static Parsed<NotificationInput> Read(string document) => NotificationInputReader.Read(Encoding.UTF8.GetBytes(document.Replace('\'', '"')));
}
