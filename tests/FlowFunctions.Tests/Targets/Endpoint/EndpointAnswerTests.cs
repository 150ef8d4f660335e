using System.Globalization;
using System.Net;
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

    public static TheoryData<string> Rows => [.. Lines()];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Answer_means(string row)
    {
        var columns = Columns(row);
        Assert.True(columns.Length == 4, $"A row has four columns: {row}");
        await using var host = new TargetHost(new FakeTimeProvider(Now), handler: new CannedAnswers(_ => Answer(columns[1], Body(columns[2]))));

        Assert.Equal(columns[3], Words(await AskAsync(host, isStart: columns[0] == "POST")));
    }

    [Fact]
    public void Table_has_at_least_120_rows_and_none_twice()
    {
        var rows = Lines().ToList();

        Assert.InRange(rows.Count, 120, int.MaxValue);
        Assert.Equal(rows.Count, rows.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Whatever comes with 2xx, the endpoint has done its work: nothing that can be had from it may make us ask for the work again.</summary>
    [Fact]
    public async Task Start_that_was_answered_with_2xx_is_never_asked_for_again()
    {
        var random = new Random(20261124);
        string[] statuses = ["200", "201", "202", "202, Location: /tasks/1", "204", "206", "200, Content-Encoding: gzip", "200, Content-Encoding: br", "200, Retry-After: 0"];
        string[] types = ["", ", Content-Type: application/json", ", Content-Type: text/html; charset=utf-16", ", Content-Type: application/json; charset=gb18030", ", Content-Type: ;;"];
        var answers = 0;
        await using var host = new TargetHost(
            new FakeTimeProvider(Now),
            handler: new CannedAnswers(_ => Answer(statuses[random.Next(statuses.Length)] + types[random.Next(types.Length)], Mutated(random))));
        for (; answers < 2000; answers++)
        {
            var reply = await AskAsync(host, isStart: true);

            Assert.IsNotType<TargetReply.Unavailable>(reply);
            if (reply is TargetReply.Ended { Message: { } message })
            {
                Assert.DoesNotContain(message, c => char.IsControl(c));
            }
        }
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

    [Fact]
    public async Task Cancel_that_is_answered_with_a_redirect_has_not_been_heard()
    {
        await using var host = new TargetHost(handler: new CannedAnswers(_ => Answer("302, Location: /login?key=secret", [])));

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

    private static IEnumerable<string> Lines() => AnswerTable.Rows.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0 && line[0] != '#');

    private static string[] Columns(string row) => row.Split('|', StringSplitOptions.TrimEntries);

    private static HttpResponseMessage Answer(string head, byte[] body)
    {
        var parts = Header().Split(head);
        var answer = new HttpResponseMessage((HttpStatusCode)int.Parse(parts[0].Trim(), CultureInfo.InvariantCulture)) { Content = new ByteArrayContent(body) };
        foreach (var part in parts[1..])
        {
            var (name, value) = (part[..part.IndexOf(':', StringComparison.Ordinal)], part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            Assert.True(answer.Headers.TryAddWithoutValidation(name, value) || answer.Content.Headers.TryAddWithoutValidation(name, value), part);
        }

        return answer;
    }

    /// <summary><c>\xHH</c> is a byte; the rest is UTF-8.</summary>
    private static byte[] Body(string text)
    {
        var bytes = new List<byte>();
        var end = 0;
        foreach (Match match in Byte().Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[end..match.Index]));
            bytes.Add(byte.Parse(match.Groups["byte"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            end = match.Index + match.Length;
        }

        return [.. bytes, .. Encoding.UTF8.GetBytes(text[end..])];
    }

    /// <summary>The body of any row, some of its bytes changed, left out or put in.</summary>
    private static byte[] Mutated(Random random)
    {
        var rows = Lines().ToList();
        var body = Body(Columns(rows[random.Next(rows.Count)])[2]).ToList();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(body.Count + 1);
            switch (random.Next(3))
            {
                case 0 when at < body.Count:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1 when at < body.Count:
                    body.RemoveAt(at);
                    break;
                default:
                    body.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. body];
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

    [GeneratedRegex(@"\\x(?<byte>[0-9A-F]{2})", RegexOptions.NonBacktracking)]
    private static partial Regex Byte();

    [GeneratedRegex(", (?=[A-Z][A-Za-z-]+:)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    [GeneratedRegex(@"\{(?<count>\d+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
