using System.Net;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Integrations;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Targets.Endpoint;

/// <summary>An endpoint that is called with secrets, and repeats them.</summary>
[Needs(Need.Azurite)]
public sealed class EndpointSecretCallTests(AzuriteFixture azurite) : IDisposable
{
    private const string Sig = "canary%2Bsig-0815";
    private const string Token = "canary-token-4711";

    private readonly string _keys = Directory.CreateTempSubdirectory("flow-functions-keys-").FullName;
    private readonly List<(string Method, string Url, string? Authorization)> _asked = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [Fact]
    public async Task Every_exchange_carries_the_secrets()
    {
        using var answers = Answering("202, Location: /tasks/9", "200, Content-Type: application/json");
        await using var host = await HostAsync(answers);
        var call = await CallAsync(host);

        var accepted = Assert.IsType<TargetReply.Accepted>(await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, Cancel));
        await host.Target.PollAsync(call, accepted.Handle, NoCheckpoint.Instance, Cancel);
        await host.Target.CancelAsync(call, accepted.Handle, Cancel);

        Assert.Equal(
            [
                ("POST", $"https://example.com/run?v=1&sig={Sig}", $"Bearer {Token}"),
                ("GET", "https://example.com/tasks/9", $"Bearer {Token}"),
                ("DELETE", "https://example.com/tasks/9", $"Bearer {Token}"),
            ],
            _asked);
    }

    [Theory]
    [InlineData("/tasks/9?sig=canary%2Bsig-0815&x=1", "https://example.com/tasks/9?sig=********&x=1")]
    [InlineData("/tasks/9?sig=canary%2bsig-0815", "https://example.com/tasks/9?sig=********")]
    [InlineData("/tasks/9?sig=of-the-task", "https://example.com/tasks/9?sig=of-the-task")]
    public async Task Handle_does_not_repeat_a_secret_and_leads_to_the_task_all_the_same(string location, string handle)
    {
        using var answers = Answering($"202, Location: {location}", "200");
        await using var host = await HostAsync(answers);
        var call = await CallAsync(host);

        var accepted = Assert.IsType<TargetReply.Accepted>(await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, Cancel));
        await host.Target.PollAsync(call, accepted.Handle, NoCheckpoint.Instance, Cancel);

        Assert.Equal(handle, accepted.Handle);
        Assert.Equal("https://example.com" + location.Replace("%2b", "%2B", StringComparison.Ordinal), _asked[1].Url);
    }

    [Theory]
    [InlineData(400, "{\"message\":\"No: Bearer canary-token-4711\"}", "No: ********")]
    [InlineData(400, "{\"message\":\"canary-token-4711, canary+sig-0815, canary%2Bsig-0815\"}", "********, ********, ********")]
    [InlineData(200, "{\"outcome\":\"partial_success\",\"message\":\"canary-token-4711\",\"details\":[\"a\",\"canary-token-4711!\"]}", "******** a ********!")]
    [InlineData(200, "{\"error\":{\"message\":\"canary-token-4711\"}}", "The endpoint reports an error: ********")]
    [InlineData(200, "{\"outcome\":\"failure\",\"details\":[{\"authorization\":\"Bearer canary\\u002Dtoken\\u002d4711\"}]}", " {\"authorization\":\"********\"}")]
    [InlineData(403, "{\"message\":\"refused ?sig=canary%2bsig-0815\"}", "refused ?sig=********")]
    [InlineData(400, "{\"message\":\"short\"}", "short")]
    public async Task Message_does_not_repeat_a_secret(int status, string body, string shown)
    {
        using var answers = new CannedAnswers(_ => new((HttpStatusCode)status) { Content = new StringContent(body) });
        await using var host = await HostAsync(answers);

        var ended = Assert.IsType<TargetReply.Ended>(await host.Target.StartAsync(await CallAsync(host), 1, NoCheckpoint.Instance, Cancel));

        Assert.Equal(shown, string.Join(' ', [ended.Message, .. ended.Details ?? []]));
    }

    [Fact]
    public async Task Answer_that_cannot_be_read_is_of_an_unknown_end_with_secrets_too()
    {
        using var answers = new CannedAnswers(_ => new(HttpStatusCode.OK) { Content = new StringContent("{\"outcome\":\"done\"}") });
        await using var host = await HostAsync(answers);

        var ended = Assert.IsType<TargetReply.Ended>(await host.Target.StartAsync(await CallAsync(host), 1, NoCheckpoint.Instance, Cancel));

        Assert.Equal((Core.Runs.StepOutcomeKind.Failure, true), (ended.Kind, ended.IsUnknown));
    }

    // A message is cut before its secrets are hidden, perhaps within one.
    [Fact]
    public async Task Message_that_is_cut_within_a_secret_shows_no_part_of_it()
    {
        var before = new string('m', TargetText.MaximumMessageLength - 12);
        using var answers = new CannedAnswers(_ => new(HttpStatusCode.BadRequest) { Content = new StringContent($"{{\"message\":\"{before}{Token}\"}}") });
        await using var host = await HostAsync(answers);

        var ended = Assert.IsType<TargetReply.Ended>(await host.Target.StartAsync(await CallAsync(host), 1, NoCheckpoint.Instance, Cancel));

        Assert.Equal(before + "********…", ended.Message);
    }

    [Fact]
    public async Task Progress_does_not_repeat_a_secret()
    {
        using var answers = new CannedAnswers(_ =>
        {
            var answer = AnswerTable.Answer("202, Location: /tasks/9", System.Text.Encoding.UTF8.GetBytes($"{{\"message\":\"as {Token}\"}}"));
            return answer;
        });
        await using var host = await HostAsync(answers);

        Assert.Equal("as ********", Assert.IsType<TargetReply.Accepted>(await host.Target.StartAsync(await CallAsync(host), 1, NoCheckpoint.Instance, Cancel)).Message);
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_called_is_not_called_and_says_why()
    {
        using var answers = Answering();
        await using var host = await HostAsync(answers);
        var call = await CallAsync(host) with { Referrer = "019ab000000070008000000000000009" };

        var reply = Assert.IsType<TargetReply.Ended>(await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, Cancel));

        Assert.Equal((StepOutcomeKind.Failure, 1006), (reply.Kind, reply.ErrorCode));
        Assert.Equal(reply with { IsUnknown = true }, await host.Target.PollAsync(call, "https://example.com/tasks/9", NoCheckpoint.Instance, Cancel));
        Assert.Equal(reply.Message, await host.Target.CancelAsync(call, "https://example.com/tasks/9", Cancel));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Task_that_is_asked_for_without_a_secret_goes_on_after_the_integration()
    {
        using var answers = Answering("200");
        await using var host = await HostAsync(answers);
        var call = TargetHost.Call("https://example.com/run?sig=********") with { Referrer = "019ab000000070008000000000000009" };

        Assert.Equal(new TargetReply.Ended(StepOutcomeKind.Success), await host.Target.PollAsync(call, "https://example.com/tasks/9", NoCheckpoint.Instance, Cancel));
        Assert.Equal([("GET", "https://example.com/tasks/9", null)], _asked);
        Assert.Equal(1006, Assert.IsType<TargetReply.Ended>(await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, Cancel)).ErrorCode);
    }

    /// <summary>These answers in turn, then 204; and what was asked.</summary>
    private CannedAnswers Answering(params string[] answers)
    {
        var left = new Queue<string>(answers);
        return new(request =>
        {
            _asked.Add((request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString()));
            return AnswerTable.Answer(left.TryDequeue(out var answer) ? answer : "204", []);
        });
    }

    private async Task<TargetHost> HostAsync(HttpMessageHandler handler)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        return new(
            handler: handler,
            settings: [("AzureWebJobsStorage", scope.ConnectionString), ("Flows:StoragePrefix", scope.Prefix), ("Secrets:KeyFolder", _keys)]);
    }

    /// <summary>Of a run that was started with masks.</summary>
    private static async Task<StepCall> CallAsync(TargetHost host)
    {
        var integrations = host.Services.GetRequiredService<IntegrationStore>();
        var (open, secret) = EndpointSecrets.Split(new()
        {
            Url = $"https://example.com/run?v=1&sig={Sig}",
            Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Token}" },
        });
        var id = await PlainSecrets.AddAsync(integrations, new() { Name = "Load sales", Endpoint = open });
        var secretId = await host.Services.GetRequiredService<IntegrationSecrets>().AddAsync(secret!, Cancel);
        await integrations.UpdateAsync(id, current => current with { EndpointSecretId = secretId }, Cancel);
        return TargetHost.Call(open.Url, _ => open) with { Referrer = id };
    }
}
