using System.Net;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Outgoing;
using FlowFunctions.Tests.Targets;
using FlowFunctions.Tests.Targets.Endpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>One exchange, without a network: where it goes on, what its answer says, and what its faults are.</summary>
public sealed class EndpointExchangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly List<HttpRequestMessage> _sent = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_says_all_that_came_and_from_where()
    {
        var answer = await SendAsync(HttpMethod.Get, request => request.RequestUri!.AbsolutePath == "/start"
            ? Answer(307, null, "/moved")
            : Answer(503, "application/json", "elsewhere", body: "later", retryAfter: "7"));

        Assert.Equal(
            new()
            {
                Address = new("https://example.com/moved"),
                Status = HttpStatusCode.ServiceUnavailable,
                Location = new("elsewhere", UriKind.Relative),
                RetryAfter = TimeSpan.FromSeconds(7),
                SaysJson = true,
                Body = new AnswerBody.Whole("later"),
            },
            answer);
        Assert.All(_sent, message => Assert.Equal(["operation"], message.Headers.GetValues("Idempotency-Key")));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=utf-8", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("application/vnd.tasks+JSON", true)]
    [InlineData("application/jsonl", false)]
    [InlineData("text/json", false)]
    [InlineData("text/plain", false)]
    [InlineData(null, false)]
    public async Task Answer_says_JSON_by_its_media_type(string? contentType, bool saysJson) =>
        Assert.Equal(saysJson, (await SendAsync(HttpMethod.Post, _ => Answer(200, contentType))).SaysJson);

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Redirect_answers_what_is_no_GET(string method)
    {
        var answer = await SendAsync(new(method), _ => Answer(307, null, "/moved"));

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/moved", 1), (answer.Status, answer.Location?.OriginalString, _sent.Count));
    }

    [Theory]
    [InlineData(5, 6, null)]
    [InlineData(6, 6, "The endpoint redirects more than 5 times.")]
    public async Task GET_is_redirected_5_times_at_most(int redirects, int sent, string? fault)
    {
        var thrown = await Record.ExceptionAsync(() => SendAsync(HttpMethod.Get, _ => _sent.Count <= redirects ? Answer(302, null, $"/{_sent.Count}") : Answer(200, null)));

        Assert.Equal((fault, sent), (thrown?.Message, _sent.Count));
        Assert.True(thrown is null or RedirectRefusedException);
    }

    [Theory]
    [InlineData(null, "The endpoint answered 302 without a Location, which is not followed.")]
    [InlineData("https://example.org/", "The endpoint answered 302 with a Location on another origin (https://example.org), which is not followed.")]
    public async Task GET_is_not_redirected_elsewhere(string? location, string fault) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<RedirectRefusedException>(() => SendAsync(HttpMethod.Get, _ => Answer(302, null, location)))).Message);

    [Theory]
    [InlineData(1, "The endpoint did not answer within 1.5 seconds.")]
    [InlineData(0, "No connection to example.com was made in time.")]
    public async Task Time_that_is_over_says_for_what(int isItsOwn, string message)
    {
        var fault = await Assert.ThrowsAsync<TimeoutException>(() => SendAsync(HttpMethod.Get, _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1499 + isItsOwn));
            throw new TaskCanceledException();
        }));

        Assert.Equal(message, fault.Message);
        Assert.IsType<TaskCanceledException>(fault.InnerException);
    }

    [Fact]
    public async Task Time_is_for_the_answer_too()
    {
        var answer = await SendAsync(HttpMethod.Post, _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1500));
            return Answer(200, null, body: "late");
        });

        Assert.Equal(new AnswerBody.Unreadable("did not come to its end in time"), answer.Body);
    }

    [Fact]
    public async Task Exchange_that_is_given_up_is_no_time_that_is_over()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(
            HttpMethod.Get,
            _ =>
            {
                cancellation.Cancel();
                return Answer(200, null, body: "all");
            },
            cancellation.Token));
    }

    [Theory]
    [InlineData(HttpRequestError.InvalidResponse, "The endpoint's answer is no answer by HTTP.")]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, "The endpoint's answer has more headers than are read.")]
    [InlineData(HttpRequestError.ConnectionError, null)]
    public async Task Answer_that_is_none_is_told_from_an_endpoint_that_is_away(HttpRequestError error, string? message)
    {
        var cause = new HttpRequestException(error, "Away.");

        var fault = await Record.ExceptionAsync(() => SendAsync(HttpMethod.Get, _ => throw cause));

        Assert.Equal(message, (fault as UnreadableAnswerException)?.Message);
        Assert.Same(cause, message is null ? fault : fault?.InnerException);
    }

    [Fact]
    public async Task Answer_that_breaks_off_in_its_head_is_an_endpoint_that_is_away()
    {
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Get, _ => throw new IOException("cut")));

        Assert.Equal(("The endpoint broke its answer off.", "cut"), (fault.Message, fault.InnerException?.Message));
    }

    private static HttpResponseMessage Answer(int status, string? contentType, string? location = null, string body = "", string? retryAfter = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, value) in new[] { ("Location", location), ("Retry-After", retryAfter) }.Where(header => header.Item2 is not null))
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        answer.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return answer;
    }

    private async Task<EndpointAnswer> SendAsync(HttpMethod method, Func<HttpRequestMessage, HttpResponseMessage> answer, CancellationToken? cancellationToken = null)
    {
        using var handler = new CannedAnswers(message =>
        {
            _sent.Add(message);
            return answer(message);
        });
        await using var host = new TargetHost(_time, handler: handler, settings: ("Targets:CallTimeout", "00:00:01.500"));
        var request = new EndpointRequest(new EndpointInput { Url = "https://example.com/start" }, method, new("https://example.com/start"), null, "operation", null);
        return await host.Services.GetRequiredService<EndpointExchange>().SendAsync(request, cancellationToken ?? Cancel);
    }
}
