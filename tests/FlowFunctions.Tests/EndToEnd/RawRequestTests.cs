using FlowFunctions.Storage;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>Bytes that no HTTP library sends, to the real server: each is answered, in time, and never as a defect of ours.</summary>
[Needs(Need.App)]
public sealed class RawRequestTests(AzuriteFixture azurite)
{
    private const string Key = "x-functions-key: the key of these tests\r\n";

    private static readonly (string Name, string Request, int[] Expected)[] Requests =
    [
        ("a path of NULs", $"GET /2/0/integrationflows/{Repeated("%00", 32)} HTTP/1.1\r\n{Key}\r\n", [400, 404]),
        ("a path that is not UTF-8", $"GET /2/0/integrationflows/{Repeated("%ff", 32)} HTTP/1.1\r\n{Key}\r\n", [400, 404]),
        ("a path with an encoded slash", $"GET /2/0/integrationflows/{Repeated("%2f", 32)} HTTP/1.1\r\n{Key}\r\n", [400, 404]),
        ("a path that climbs", $"GET /2/0/../../etc/passwd HTTP/1.1\r\n{Key}\r\n", [404]),
        ("a request line of 20 KB", $"GET /2/0/{Repeated("x", 20_000)} HTTP/1.1\r\n{Key}\r\n", [414]),
        ("headers of 50 KB", $"GET /2/0/integrations HTTP/1.1\r\n{Key}x-y: {Repeated("z", 50_000)}\r\n\r\n", [431]),
        ("200 headers", $"GET /2/0/integrations HTTP/1.1\r\n{Key}{Repeated("x-y: z\r\n", 200)}\r\n", [431]),
        ("a query that is not UTF-8", $"GET /2/0/integrations?limit=%ff%fe&sortBy=%c3%28&naming=%00 HTTP/1.1\r\n{Key}\r\n", [400]),
        ("1,500 parameters", $"GET /2/0/integrations?{Repeated("a=b&", 1_500)} HTTP/1.1\r\n{Key}\r\n", [200]),
        ("a body with two lengths", $"POST /2/0/integrations HTTP/1.1\r\n{Key}Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}", [400]),
        ("a chunked body over the limit", $"POST /2/0/integrations HTTP/1.1\r\n{Key}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Repeated($"10000\r\n{Repeated(" ", 65_536)}\r\n", 17)}0\r\n\r\n", [413]),
        ("a chunk that is none", $"POST /2/0/integrations HTTP/1.1\r\n{Key}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", [400]),
        ("a length of 10 GB", $"POST /2/0/integrations HTTP/1.1\r\n{Key}Content-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n", [413]),
        ("an unknown method", $"FLY /2/0/integrations HTTP/1.1\r\n{Key}\r\n", [405]),
        ("a path outside of the contract", $"GET /nothing HTTP/1.1\r\n{Key}\r\n", [404]),
        ("an address that nothing is at", $"GET /nothing HTTP/1.1\r\n{Key}\r\n", [404]),
        ("a method that a page does not take", $"DELETE /docs HTTP/1.1\r\n{Key}\r\n", [405]),
        ("an encoded body", $"POST /2/0/integrations HTTP/1.1\r\n{Key}Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{{}}", [415]),
        ("a body that says it is not encoded", $"POST /2/0/integrations HTTP/1.1\r\n{Key}Content-Type: application/json\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{{}}", [400]),
        ("no HTTP at all", "\u0016\u0003\u0001\r\n\r\n", [400]),
    ];

    [Fact]
    public async Task Absurd_requests_are_answered_as_the_callers_fault()
    {
        await using var app = await ServedApp.StartAsync(azurite.NewAccount());
        await app.Services.GetRequiredService<StorageReadiness>().WhenReadyAsync(TestContext.Current.CancellationToken);
        var wrong = new List<string>();

        foreach (var (name, request, expected) in Requests)
        {
            var sent = request.Replace("HTTP/1.1\r\n", "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", StringComparison.Ordinal);
            var answer = await RawHttp.SendAsync(app.Client.BaseAddress!, sent, TestContext.Current.CancellationToken);
            var status = StatusOf(answer);
            if (!expected.Contains(status))
            {
                wrong.Add($"{name}: {status}");
            }
            else if (!Has(answer, "Cache-Control: no-store") || !Has(answer, "X-Content-Type-Options: nosniff"))
            {
                wrong.Add($"{name}: {status} may be kept, or taken for something else: {answer}");
            }
            else if (status >= 400 && !answer.Contains($$"""{"code":{{status}},"message":""", StringComparison.Ordinal))
            {
                wrong.Add($"{name}: {status} is not in the contract's form: {answer}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    /// <summary>0 where the server closed the connection without an answer.</summary>
    private static int StatusOf(string answer) => answer.Split(' ') is [_, var status, ..] && int.TryParse(status, out var code) ? code : 0;

    private static bool Has(string answer, string header) => answer.Contains($"\r\n{header}\r\n", StringComparison.OrdinalIgnoreCase);
}
