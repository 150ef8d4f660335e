using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>What is sent to an endpoint: its own headers beside ours, which it cannot forge.</summary>
public sealed class EndpointRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private static readonly EndpointRequest Request = new(
        new EndpointInput
        {
            Url = "https://example.com/start",
            Headers = new Dictionary<string, string> { ["X-Tenant"] = "emea", ["idempotency-key"] = "forged", ["x-flows-signature"] = "forged" },
        },
        HttpMethod.Put,
        new("https://example.com/start?key=secret"),
        Encoding.UTF8.GetBytes("{}"),
        "operation",
        "päss");

    [Fact]
    public async Task Message_has_the_endpoint_s_headers_the_idempotency_key_the_signature_and_the_body()
    {
        using var message = Request.ToMessage(Now);

        Assert.Equal((HttpMethod.Put, Request.Address), (message.Method, message.RequestUri));
        Assert.Equal(["emea"], message.Headers.GetValues("X-Tenant"));
        Assert.Equal(["operation"], message.Headers.GetValues("Idempotency-Key"));
        Assert.Equal([Signature("1795507200.{}")], message.Headers.GetValues("X-Flows-Signature"));
        Assert.Equal("{}", await message.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json; charset=utf-8", message.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public void Message_without_a_body_is_signed_with_its_time_alone()
    {
        using var message = (Request with { Body = null }).ToMessage(Now);

        Assert.Null(message.Content);
        Assert.Equal([Signature("1795507200.")], message.Headers.GetValues("X-Flows-Signature"));
    }

    [Fact]
    public void Message_without_a_secret_is_not_signed_by_us()
    {
        using var message = (Request with { Secret = null }).ToMessage(Now);

        Assert.Equal(["forged"], message.Headers.GetValues("X-Flows-Signature"));
        Assert.Equal(["operation"], message.Headers.GetValues("Idempotency-Key"));
    }

    [Fact]
    public void Request_is_told_without_what_may_be_secret_in_it() => Assert.Equal("PUT https://example.com", $"{Request}");

    private static string Signature(string text) =>
        $"t=1795507200,v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("päss"), Encoding.UTF8.GetBytes(text)))}";
}
