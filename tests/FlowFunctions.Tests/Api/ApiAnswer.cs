using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FlowFunctions.Tests.Api;

internal sealed record ApiAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Tag => Headers.ETag?.ToString();

    public string Message => Json.GetProperty("message").GetString()!;

    public IEnumerable<string?> ErrorPaths => Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString());

    public static async Task<ApiAnswer> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Asserts the contract's error form and gives the answer back.</summary>
    public ApiAnswer MustBeError(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        var members = Json.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(["code", "message", "status", "errors"], members[..^1]);
        Assert.True(members[^1] is "traceId" or "trace_id");
        Assert.Equal((int)status, Json.GetProperty("code").GetInt32());
        Assert.Equal((int)status, Json.GetProperty("status").GetProperty("code").GetInt32());
        Assert.Equal(Message, Json.GetProperty("status").GetProperty("message").GetString());
        Assert.NotEmpty(Message);
        Assert.Equal(HostedContext.TraceId, Json.GetProperty(members[^1]).GetString());
        Assert.All(Json.GetProperty("errors").EnumerateArray(), error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
        return this;
    }

    /// <summary>Asserts the contract's success form and gives the answer back.</summary>
    public ApiAnswer MustBeOk()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status}: {Text}");
        var first = Json.EnumerateObject().First();
        Assert.Equal("status", first.Name);
        Assert.Equal("""{"code":200,"message":"Success"}""", first.Value.GetRawText());
        Assert.Equal("application/json", ContentHeaders.ContentType?.MediaType);
        return this;
    }
}
