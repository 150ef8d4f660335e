using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Targets;

public sealed class EndpointTargetTests : IAsyncLifetime
{
    private ScriptedEndpoint _endpoint = null!;
    private TargetHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await ScriptedEndpoint.StartAsync();
        _host = new TargetHost();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task Start_sends_the_step_once_with_its_operation_as_idempotency_key()
    {
        _endpoint.Then(200);

        var reply = await StartAsync(attempt: 3);

        Assert.Equal(new TargetReply.Ended(StepOutcomeKind.Success), reply);
        var request = Assert.Single(_endpoint.Received);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/task", request.Path);
        Assert.Equal("019ab000000070008000000000000004", request.Headers["Idempotency-Key"]);
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        Assert.False(request.Headers.ContainsKey("X-Flows-Signature"));
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal(
            ["runId", "flowId", "referrer", "name", "attempt", "operationId"],
            body.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Load sales", body.RootElement.GetProperty("name").GetString());
        Assert.Equal(3, body.RootElement.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Start_uses_the_integrations_method_and_headers()
    {
        _endpoint.Then(204);

        await _host.Target.StartAsync(
            TargetHost.Call(_endpoint.Url + "/task", endpoint => endpoint with
            {
                Method = "PUT",
                Headers = new Dictionary<string, string> { ["X-Tenant"] = "emea", ["idempotency-key"] = "forged" },
            }),
            attempt: 1, NoCheckpoint.Instance,
            CancellationToken.None);

        var request = Assert.Single(_endpoint.Received);
        Assert.Equal("PUT", request.Method);
        Assert.Equal("emea", request.Headers["X-Tenant"]);
        Assert.Equal("019ab000000070008000000000000004", request.Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task Details_are_kept_as_texts_within_their_bounds()
    {
        _endpoint.Then(200, $$"""{"outcome":"partial_success","details":["row 3", {"row":4}, "{{new string('x', 5000)}}", "left out"]}""");

        var ended = Assert.IsType<TargetReply.Ended>(await StartAsync());

        Assert.NotNull(ended.Details);
        Assert.Equal("row 3", ended.Details[0]);
        Assert.Equal("{\"row\":4}", ended.Details[1]);
        Assert.EndsWith("xx…", ended.Details[2], StringComparison.Ordinal);
        Assert.Equal(TargetText.MaximumDetailsLength, ended.Details.Sum(detail => detail.Length));
    }

    [Fact]
    public async Task Message_longer_than_its_bound_is_cut_with_an_ellipsis()
    {
        _endpoint.Then(400, JsonSerializer.Serialize(new { message = new string('m', 10_000) }));

        var ended = Assert.IsType<TargetReply.Ended>(await StartAsync());

        Assert.Equal(new string('m', TargetText.MaximumMessageLength - 1) + "…", ended.Message);
    }

    [Fact]
    public async Task Accepted_task_is_polled_at_its_location_until_it_ends()
    {
        _endpoint
            .Then(202, """{"progress":0.25,"message":"reading"}""", ("Location", "tasks/9?full=1"), ("Retry-After", "3"))
            .Then(202, """{"progress":7,"message":5}""")
            .Then(200, """{"outcome":"success","message":"done"}""");
        var call = TargetHost.Call(_endpoint.Url + "/v1/start");

        var accepted = Assert.IsType<TargetReply.Accepted>(await _host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None));
        var polled = await _host.Target.PollAsync(call, accepted.Handle, NoCheckpoint.Instance, CancellationToken.None);
        var ended = await _host.Target.PollAsync(call, accepted.Handle, NoCheckpoint.Instance, CancellationToken.None);

        Assert.Equal(new TargetReply.Accepted(_endpoint.Url + "/v1/tasks/9?full=1", TimeSpan.FromSeconds(3), 0.25, "reading"), accepted);
        Assert.Equal(new TargetReply.Accepted(accepted.Handle, null, null, null), polled);
        Assert.Equal(new TargetReply.Ended(StepOutcomeKind.Success, "done"), ended);
        Assert.Equal(["POST /v1/start", "GET /v1/tasks/9?full=1", "GET /v1/tasks/9?full=1"], _endpoint.Received.Select(r => $"{r.Method} {r.Path}"));
        Assert.All(_endpoint.Received, request => Assert.Equal("019ab000000070008000000000000004", request.Headers["Idempotency-Key"]));
        Assert.Equal(string.Empty, _endpoint.Received[1].Body);
    }

    [Theory]
    [InlineData("http://example.com/task")]
    [InlineData("https://127.0.0.1/task")]
    [InlineData("//example.com/task")]
    [InlineData("http://user:password@127.0.0.1/task")]
    [InlineData("file:///etc/passwd")]
    public async Task Location_elsewhere_ends_the_step(string location)
    {
        _endpoint.Then(202, null, ("Location", location));

        var ended = Assert.IsType<TargetReply.Ended>(await StartAsync());

        Assert.Equal((StepOutcomeKind.Failure, 1007), (ended.Kind, ended.ErrorCode));
        Assert.Contains("so its task cannot be followed", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", ended.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_of_a_poll_on_the_same_host_is_followed(int status)
    {
        _endpoint.Then(status, null, ("Location", "/moved")).Then(200, """{"message":"here"}""");

        Assert.Equal(new TargetReply.Ended(StepOutcomeKind.Success, "here"), await PollAsync());
        Assert.Equal([("GET", "/tasks/9"), ("GET", "/moved")], _endpoint.Received.Select(request => (request.Method, request.Path)));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirect_of_a_start_is_followed_nowhere(int status)
    {
        _endpoint.Then(status, null, ("Location", "/moved"));

        Assert.Equal((StepOutcomeKind.Failure, 1007), (Assert.IsType<TargetReply.Ended>(await StartAsync()) is var ended ? ended.Kind : default, ended.ErrorCode));
        Assert.Equal([("POST", "/task")], _endpoint.Received.Select(request => (request.Method, request.Path)));
    }

    [Fact]
    public async Task Redirect_of_a_poll_to_another_port_is_not_followed()
    {
        await using var other = await ScriptedEndpoint.StartAsync();
        _endpoint.Then(307, null, ("Location", other.Url + "/moved"));

        var ended = Assert.IsType<TargetReply.Ended>(await PollAsync());

        Assert.Equal(1007, ended.ErrorCode);
        Assert.Contains($"another origin ({other.Url}), which is not followed", ended.Message, StringComparison.Ordinal);
        Assert.Empty(other.Received);
    }

    [Fact]
    public async Task Redirect_in_circles_ends_the_step()
    {
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 307, null, ("Location", "/task")));

        Assert.Equal(TargetReply.Ended.Failed(1007, "The endpoint redirects more than 5 times.") with { IsUnknown = true }, await PollAsync());
        Assert.Equal(6, _endpoint.Received.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_over_the_limit_ends_the_step(bool chunked)
    {
        _endpoint.Then(async context =>
        {
            var body = Encoding.UTF8.GetBytes(new string(' ', 1024 * 1024 + 1));
            context.Response.ContentLength = chunked ? null : body.Length;
            await context.Response.Body.WriteAsync(body);
        });

        Assert.Equal(TargetReply.Ended.Failed(1007, "The endpoint answered more than 1024 KiB.") with { IsUnknown = true }, await StartAsync());
    }

    [Fact]
    public async Task Body_of_the_limit_is_read()
    {
        var padding = new string(' ', 1024 * 1024 - 17);
        _endpoint.Then(200, $$"""{"message":"all"}{{padding}}""");

        Assert.Equal(new TargetReply.Ended(StepOutcomeKind.Success, "all"), await StartAsync());
    }

    [Fact]
    public async Task Dropped_connection_may_be_tried_again()
    {
        _endpoint.Then(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(1006, Assert.IsType<TargetReply.Unavailable>(await StartAsync()).ErrorCode);
    }

    [Fact]
    public async Task Connection_that_is_refused_may_be_tried_again()
    {
        var url = _endpoint.Url;
        await _endpoint.DisposeAsync();

        var reply = Assert.IsType<TargetReply.Unavailable>(await _host.Target.StartAsync(TargetHost.Call(url), 1, NoCheckpoint.Instance, CancellationToken.None));

        Assert.Equal(1006, reply.ErrorCode);
        Assert.StartsWith($"No connection to {new Uri(url).Authority}: ", reply.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_slower_than_the_call_timeout_may_be_tried_again()
    {
        await using var host = new TargetHost(settings: ("Targets:CallTimeout", "00:00:01"));
        _endpoint.Then(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var reply = await host.Target.StartAsync(TargetHost.Call(_endpoint.Url), 1, NoCheckpoint.Instance, CancellationToken.None);

        Assert.Equal(new TargetReply.Unavailable("The endpoint did not answer within 1 seconds.", 1004), reply);
    }

    [Fact]
    public async Task Cancelled_exchange_throws()
    {
        using var cancellation = new CancellationTokenSource();
        _endpoint.Then(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _host.Target.StartAsync(TargetHost.Call(_endpoint.Url), 1, NoCheckpoint.Instance, cancellation.Token));
    }

    [Fact]
    public async Task Cancel_deletes_the_task()
    {
        _endpoint.Then(204).Then(409);
        var call = TargetHost.Call(_endpoint.Url + "/task");

        Assert.Null(await _host.Target.CancelAsync(call, _endpoint.Url + "/tasks/9", CancellationToken.None));
        Assert.Equal("The endpoint answered 409 Conflict.", await _host.Target.CancelAsync(call, _endpoint.Url + "/tasks/9", CancellationToken.None));
        Assert.All(_endpoint.Received, request => Assert.Equal(("DELETE", "/tasks/9"), (request.Method, request.Path)));
    }

    [Fact]
    public async Task Signature_can_be_verified_with_the_secret_alone()
    {
        await using var host = new TargetHost(
            new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)), settings: ("Targets:Secrets:Warehouse", "päss"));
        _endpoint.Then(202, null, ("Location", "/tasks/1")).Then(200);
        var call = TargetHost.Call(_endpoint.Url, endpoint => endpoint with { SecretName = "warehouse" });

        await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None);
        await host.Target.PollAsync(call, _endpoint.Url + "/tasks/1", NoCheckpoint.Instance, CancellationToken.None);

        Assert.Equal(["POST", "GET"], _endpoint.Received.Select(request => request.Method));
        Assert.All(_endpoint.Received, request =>
        {
            const string Timestamp = "1795507200";
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("päss"), Encoding.UTF8.GetBytes($"{Timestamp}.{request.Body}"));
            Assert.Equal($"t={Timestamp},v1={Convert.ToHexString(expected).ToLowerInvariant()}", request.Headers["X-Flows-Signature"]);
        });
    }

    [Fact]
    public async Task Missing_secret_ends_the_step_without_a_call()
    {
        var call = TargetHost.Call(_endpoint.Url, endpoint => endpoint with { SecretName = "warehouse" });

        Assert.Equal(
            TargetReply.Ended.Failed(1006, "The secret 'warehouse' of the endpoint is not configured; set Targets:Secrets:warehouse."),
            await _host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None));
        Assert.Empty(_endpoint.Received);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    public async Task Private_address_ends_the_step_without_a_call(string host)
    {
        await using var guarded = new TargetHost(settings: ("Targets:AllowPrivateNetworks", "false"));
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));

        var reply = await guarded.Target.StartAsync(
            TargetHost.Call($"http://{host}:{new Uri(_endpoint.Url).Port}/"), 1, NoCheckpoint.Instance, CancellationToken.None);

        var ended = Assert.IsType<TargetReply.Ended>(reply);
        Assert.Equal((StepOutcomeKind.Failure, 1006), (ended.Kind, ended.ErrorCode));
        Assert.Contains("is on a private network", ended.Message, StringComparison.Ordinal);
        Assert.Empty(_endpoint.Received);
    }

    private Task<TargetReply> PollAsync() =>
        _host.Target.PollAsync(TargetHost.Call(_endpoint.Url + "/task"), _endpoint.Url + "/tasks/9", NoCheckpoint.Instance, CancellationToken.None);

    private Task<TargetReply> StartAsync(int attempt = 1) =>
        _host.Target.StartAsync(TargetHost.Call(_endpoint.Url + "/task"), attempt, NoCheckpoint.Instance, CancellationToken.None);
}
