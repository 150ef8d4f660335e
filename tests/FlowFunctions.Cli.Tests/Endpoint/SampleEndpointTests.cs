using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Endpoint;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Cli.Tests.Endpoint;

public sealed class SampleEndpointTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(SigningHandler.Now);
    private readonly SigningHandler _signer = new();
    private readonly HttpClient _http;
    private SampleEndpoint? _endpoint;

    public SampleEndpointTests() => _http = new HttpClient(_signer);

    public async ValueTask InitializeAsync()
    {
        _endpoint = await SampleEndpoint.StartAsync(speed: 1, _time, CancellationToken.None);
        _http.BaseAddress = new Uri(_endpoint.Address);
        _signer.Secret = _endpoint.Secret;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _signer.Dispose();
        await _endpoint!.DisposeAsync();
    }

    [Fact]
    public async Task Short_step_is_answered_at_once_with_its_outcome()
    {
        using var answer = await StartAsync("archive-plan", "op1");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await JsonAsync(answer);
        Assert.Equal("success", (string?)body["outcome"]);
        Assert.Equal("Archived", (string?)body["message"]);
        Assert.Null(body["executionErrorCode"]);
    }

    [Fact]
    public async Task Long_step_is_accepted_and_tells_its_progress_until_it_is_done()
    {
        using var accepted = await StartAsync("price-plan", "op1");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("/operations/op1", accepted.Headers.Location?.ToString());
        Assert.Equal(TimeSpan.FromSeconds(1), accepted.Headers.RetryAfter?.Delta);

        _time.Advance(TimeSpan.FromSeconds(1));
        using var quarter = await _http.GetAsync(accepted.Headers.Location);
        Assert.Equal(HttpStatusCode.Accepted, quarter.StatusCode);
        Assert.Equal(0.25, (double?)(await JsonAsync(quarter))["progress"]);

        _time.Advance(TimeSpan.FromSeconds(3));
        using var done = await _http.GetAsync(accepted.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal("success", (string?)(await JsonAsync(done))["outcome"]);
    }

    [Fact]
    public async Task Busy_step_refuses_twice_and_then_starts()
    {
        using var first = await StartAsync("tell-planners", "op1");
        using var second = await StartAsync("tell-planners", "op1", attempt: 2);
        using var third = await StartAsync("tell-planners", "op1", attempt: 3);

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], [first.StatusCode, second.StatusCode, third.StatusCode]);
        Assert.Equal(TimeSpan.FromSeconds(1), first.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Repeated_call_continues_the_operation_instead_of_starting_another()
    {
        using var first = await StartAsync("price-plan", "op1");
        _time.Advance(TimeSpan.FromSeconds(2));
        using var repeated = await StartAsync("price-plan", "op1", attempt: 2);
        using var other = await StartAsync("price-plan", "op2");

        Assert.Equal(0, (double?)(await JsonAsync(first))["progress"]);
        Assert.Equal(0.5, (double?)(await JsonAsync(repeated))["progress"]);
        Assert.Equal(0, (double?)(await JsonAsync(other))["progress"]);
    }

    [Fact]
    public async Task Partial_success_tells_details()
    {
        using var answer = await FinishAsync("check-plan");

        var body = await JsonAsync(answer);
        Assert.Equal("partial_success", (string?)body["outcome"]);
        Assert.Equal(12, (int?)body["details"]?["lines"]);
    }

    [Fact]
    public async Task Failure_is_an_outcome_with_message_and_code()
    {
        using var answer = await FinishAsync("sign-plan");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await JsonAsync(answer);
        Assert.Equal(("failure", "Nobody has signed", 4404), ((string?)body["outcome"], (string?)body["message"], (int?)body["executionErrorCode"]));
    }

    [Fact]
    public async Task Cancelled_operation_ends_as_a_failure()
    {
        using var accepted = await StartAsync("price-plan", "op1");

        using var deleted = await _http.DeleteAsync(accepted.Headers.Location);
        using var after = await _http.GetAsync(accepted.Headers.Location);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("failure", (string?)(await JsonAsync(after))["outcome"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task Call_whose_key_is_not_its_operation_is_refused(string? key)
    {
        using var answer = await StartAsync("price-plan", "op1", key: key);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Idempotency-Key", (string?)(await JsonAsync(answer))["message"]);
    }

    [Fact]
    public async Task Unknown_step_and_unknown_operation_are_not_found()
    {
        using var step = await StartAsync("load-nothing", "op1");
        using var operation = await _http.GetAsync(new Uri("/operations/none", UriKind.Relative));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (step.StatusCode, operation.StatusCode));
        Assert.Equal("There is no step 'load-nothing'.", (string?)(await JsonAsync(step))["message"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another secret")]
    public async Task Call_that_is_not_signed_with_the_secret_is_refused(string? secret)
    {
        _signer.Secret = secret;

        using var answer = await StartAsync("archive-plan", "op1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Speed_shortens_the_work()
    {
        await using var fast = await SampleEndpoint.StartAsync(speed: 4, _time, CancellationToken.None);
        using var http = new HttpClient(new SigningHandler { Secret = fast.Secret }) { BaseAddress = new Uri(fast.Address) };
        using var accepted = await SendAsync(http, "price-plan", "op1", "op1", 1);

        _time.Advance(TimeSpan.FromSeconds(1));
        using var done = await http.GetAsync(accepted.Headers.Location);

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    private async Task<HttpResponseMessage> FinishAsync(string step)
    {
        using var accepted = await StartAsync(step, "op1");
        _time.Advance(TimeSpan.FromSeconds(10));
        return await _http.GetAsync(accepted.Headers.Location);
    }

    private Task<HttpResponseMessage> StartAsync(string step, string operationId, int attempt = 1) => StartAsync(step, operationId, operationId, attempt);

    private Task<HttpResponseMessage> StartAsync(string step, string operationId, string? key, int attempt = 1) => SendAsync(_http, step, operationId, key, attempt);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string step, string operationId, string? key, int attempt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/steps/{step}")
        {
            Content = JsonContent.Create(new { runId = "r", flowId = "f", referrer = "i", name = step, attempt, operationId }),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
