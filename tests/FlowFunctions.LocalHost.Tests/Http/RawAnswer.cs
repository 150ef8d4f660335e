using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Http;

/// <summary>What came of a request that no HTTP library would send.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>To a request as it stands there.</summary>
    public static async Task<RawAnswer> ToAsync(Uri address, string request) => Of(await RawHttp.SendAsync(address, request, TestContext.Current.CancellationToken));

    public static RawAnswer Of(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, $"No answer: '{text}'");
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(header => header[0], header => header[1], StringComparer.OrdinalIgnoreCase);
        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, text[(end + 4)..]);
    }

    /// <summary>Asserts the shape and the headers of the application's errors.</summary>
    public RawAnswer MustBeError(int status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/json; charset=utf-8", Headers["Content-Type"]);
        Assert.Equal("no-store", Headers["Cache-Control"]);
        Assert.Equal("nosniff", Headers["X-Content-Type-Options"]);
        Assert.Equal(Encoding.UTF8.GetByteCount(Body).ToString(CultureInfo.InvariantCulture), Headers["Content-Length"]);
        var json = JsonDocument.Parse(Body).RootElement;
        Assert.Equal(["code", "message", "status", "errors", "traceId"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(status, json.GetProperty("code").GetInt32());
        Assert.Equal(status, json.GetProperty("status").GetProperty("code").GetInt32());
        Assert.NotEmpty(json.GetProperty("message").GetString()!);
        Assert.Equal(json.GetProperty("message").GetString(), json.GetProperty("status").GetProperty("message").GetString());
        Assert.Equal(32, json.GetProperty("traceId").GetString()!.Length);
        return this;
    }
}
