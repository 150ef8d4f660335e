using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Targets.Endpoint;

/// <summary>The table of answers, row by row, and what must hold for every answer.</summary>
public sealed partial class EndpointAnswerTests
{
    private const string TaskAddress = "https://example.com/tasks/9";

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Rows => [.. AnswerTable.Lines];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Answer_means(string row)
    {
        var columns = AnswerTable.Columns(row);
        Assert.True(columns.Length == 4, $"A row has four columns: {row}");
        await using var host = new TargetHost(new FakeTimeProvider(Now), handler: new CannedAnswers(_ => AnswerTable.Answer(columns[1], AnswerTable.Body(columns[2]))));

        Assert.Equal(columns[3], Words(await AskAsync(host, isStart: columns[0] == "POST")));
    }

    [Fact]
    public void Table_has_at_least_120_rows_and_none_twice()
    {
        var rows = AnswerTable.Lines;

        Assert.InRange(rows.Count, 120, int.MaxValue);
        Assert.Equal(rows.Count, rows.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_that_breaks_off_is_a_failure_of_a_start_and_nothing_to_a_poll(bool isStart)
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"outcome\":");
        await using var host = new TargetHost();

        var reply = isStart
            ? await host.Target.StartAsync(TargetHost.Call(server.Url), 1, NoCheckpoint.Instance, CancellationToken.None)
            : await host.Target.PollAsync(TargetHost.Call(server.Url), server.Url + "task", NoCheckpoint.Instance, CancellationToken.None);

        Assert.Equal(
            isStart
                ? "failure 1007 \"The endpoint answered 200 OK, but its answer broke off: how the step ended is not known. Look there before it is run again.\""
                : "again 1007 \"The endpoint answered 200 OK, but its answer broke off.\"",
            Words(reply));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nno header\r\n\r\n", "The endpoint's answer is no answer by HTTP.")]
    [InlineData("FTP 200\r\n\r\n", "The endpoint's answer is no answer by HTTP.")]
    [InlineData("HTTP/1.1 200 OK\r\nX: {40000}\r\n\r\n", "The endpoint's answer has more headers than are read.")]
    public async Task Answer_whose_head_cannot_be_read_is_a_failure_of_a_start_and_nothing_to_a_poll(string head, string message)
    {
        await using var server = RawServer.Start(Numbers().Replace(head, match => new string('x', int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture))));
        await using var host = new TargetHost();

        Assert.Equal($"failure 1007 \"{message}\"", Words(await host.Target.StartAsync(TargetHost.Call(server.Url), 1, NoCheckpoint.Instance, CancellationToken.None)));
        Assert.Equal($"again 1007 \"{message}\"", Words(await host.Target.PollAsync(TargetHost.Call(server.Url), server.Url + "task", NoCheckpoint.Instance, CancellationToken.None)));
    }

    /// <summary>The limit is for what comes of it: a few bytes can become many.</summary>
    [Theory]
    [InlineData(1024 * 1024, "success")]
    [InlineData((1024 * 1024) + 1, "failure 1007 \"The endpoint answered more than 1024 KiB.\"")]
    public async Task Compressed_answer_is_read_up_to_the_limit_of_any(int length, string meaning)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[length]);
        }

        await using var host = new TargetHost(new FakeTimeProvider(Now), handler: new CannedAnswers(_ => AnswerTable.Answer("200, Content-Encoding: gzip", compressed.ToArray())));

        Assert.Equal(meaning, Words(await AskAsync(host, isStart: true)));
    }

    [Theory]
    [InlineData(500, "x")]
    [InlineData(501, "…")]
    public async Task Failure_of_another_service_is_quoted_up_to_500_characters(int length, string last)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"error":"{{new string('x', length)}}"}""");
        await using var host = new TargetHost(new FakeTimeProvider(Now), handler: new CannedAnswers(_ => AnswerTable.Answer("200", body)));

        Assert.Equal($"failure 1007 \"The endpoint reports an error: {new string('x', 499)}{last}\"", Words(await AskAsync(host, isStart: true)));
    }

    [Theory]
    [InlineData("\"row 7\"", "row 7")]
    [InlineData("{\"row\":7}", "{\"row\":7}")]
    [InlineData("[\"row 7\",8,null]", "row 7", "8", "null")]
    [InlineData("null")]
    public async Task Details_are_a_text_or_a_list(string json, params string[] details)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"outcome":"failure","details":{{json}}}""");
        await using var host = new TargetHost(new FakeTimeProvider(Now), handler: new CannedAnswers(_ => AnswerTable.Answer("200", body)));

        Assert.Equal(details, Assert.IsType<TargetReply.Ended>(await AskAsync(host, isStart: true)).Details ?? []);
    }

    [Theory]
    [InlineData(62, "text/plain")]
    [InlineData(64, "text/plain")]
    [InlineData(64, "application/json")]
    [InlineData(500_000, "text/plain")]
    public async Task Failure_is_one_however_deep_its_details_are(int depth, string type)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"outcome":"failure","details":{{new string('[', depth)}}{{new string(']', depth)}}}""");
        await using var host = new TargetHost(new FakeTimeProvider(Now), handler: new CannedAnswers(_ => AnswerTable.Answer($"200, Content-Type: {type}", body)));

        var ended = Assert.IsType<TargetReply.Ended>(await AskAsync(host, isStart: true));

        Assert.Equal(StepOutcomeKind.Failure, ended.Kind);
        Assert.Equal(depth >= AnswerJson.MaximumDepth, ended.Message?.Contains("nested deeper than 64 levels", StringComparison.Ordinal) == true);
    }

    /// <summary>A server that speaks no TLS, whatever it is told.</summary>
    [Fact]
    public async Task Connection_that_cannot_be_made_secure_ends_the_step_and_says_why()
    {
        await using var server = RawServer.Start("HTTP/1.1 400 Bad Request\r\n\r\n");
        var url = server.Url.Replace("http:", "https:", StringComparison.Ordinal);
        await using var host = new TargetHost();

        var ended = Assert.IsType<TargetReply.Ended>(await host.Target.StartAsync(TargetHost.Call(url), 1, NoCheckpoint.Instance, CancellationToken.None));

        Assert.Equal((StepOutcomeKind.Failure, 1006), (ended.Kind, ended.ErrorCode));
        Assert.Matches($@"^No secure connection to {Regex.Escape(new Uri(url).Authority)}: \S", ended.Message);
        Assert.DoesNotContain("inner exception", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_that_cannot_be_sent_says_why()
    {
        await using var host = new TargetHost(handler: new CannedAnswers(_ => throw new HttpRequestException("Away.\n")));

        Assert.Equal("Away. ", await host.Target.CancelAsync(TargetHost.Call("https://example.com"), TaskAddress, CancellationToken.None));
        Assert.Equal(
            "The secret 'nobody' of the endpoint is not configured; set Targets:Secrets:nobody.",
            await host.Target.CancelAsync(TargetHost.Call("https://example.com", endpoint => endpoint with { SecretName = "nobody" }), TaskAddress, CancellationToken.None));
    }

    [Fact]
    public async Task Step_that_is_no_endpoint_is_a_defect()
    {
        await using var host = new TargetHost();
        var call = TargetHost.Call("https://example.com") with { Endpoint = null };

        await Assert.ThrowsAsync<ArgumentException>(() => host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None));
    }

    [Fact]
    public async Task Cancel_that_is_answered_with_a_redirect_has_not_been_heard()
    {
        await using var host = new TargetHost(handler: new CannedAnswers(_ => AnswerTable.Answer("302, Location: /login?key=secret", [])));

        Assert.Equal(
            "The endpoint answered 302 Found, which is not followed; it points to https://example.com/login?….",
            await host.Target.CancelAsync(TargetHost.Call("https://example.com"), TaskAddress, CancellationToken.None));
    }

    private static Task<TargetReply> AskAsync(TargetHost host, bool isStart)
    {
        var call = TargetHost.Call("https://example.com/v1/start");
        return isStart
            ? host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None)
            : host.Target.PollAsync(call, TaskAddress, NoCheckpoint.Instance, CancellationToken.None);
    }

    private static string Words(TargetReply reply) => reply switch
    {
        TargetReply.Ended ended => $"{ended.Kind switch { StepOutcomeKind.Success => "success", StepOutcomeKind.PartialSuccess => "partial success", _ => "failure" }}{Code(ended.ErrorCode)}{Quote(ended.Message)}",
        TargetReply.Accepted accepted => $"goes on at {accepted.Handle}{In(accepted.PollAfter)}{(accepted.Progress is { } progress ? $", {progress.ToString(CultureInfo.InvariantCulture)}" : "")}{Quote(accepted.Message)}",
        TargetReply.Unavailable unavailable => $"again{In(unavailable.RetryAfter)}{Code(unavailable.ErrorCode)}{Quote(unavailable.Reason)}",
        _ => $"{reply}",
    };

    private static string Code(int? code) => code is { } given ? $" {given.ToString(CultureInfo.InvariantCulture)}" : "";

    private static string In(TimeSpan? wait) => wait is { } given ? $" in {given.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s" : "";

    private static string Quote(string? text) => text is null ? "" : $" \"{text}\"";

    [GeneratedRegex(@"\{(?<count>\d+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
