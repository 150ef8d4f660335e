using FlowFunctions.Cli.Endpoint;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Cli.Tests.Endpoint;

public class CallSignatureTests
{
    private const long SignedAt = 1_700_000_000;

    // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'whisper'
    private const string Valid = "t=1700000000,v1=11051b911625f8ea9085d1614da246e5b497c1beeb1f1db469d87945d86444a5";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(SignedAt));

    [Fact]
    public void Call_as_it_was_signed_is_valid() => Assert.True(IsValid(Valid));

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void Call_is_valid_for_five_minutes(int secondsLater, bool isValid)
    {
        _time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(SignedAt + 1000));
        _time.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(SignedAt + secondsLater));

        Assert.Equal(isValid, IsValid(Valid));
    }

    [Fact]
    public void Call_that_was_signed_with_another_secret_is_not_valid() =>
        Assert.False(new CallSignature("whisper ", _time).IsValid(Valid, """{"a":1}"""u8.ToArray()));

    [Fact]
    public void Changed_body_or_timestamp_is_not_valid()
    {
        Assert.False(IsValid(Valid, """{"a":2}"""));
        Assert.False(IsValid(Valid.Replace("1700000000", "1700000001")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=1700000000")]
    [InlineData("t=1700000000,v1=")]
    [InlineData("t=now,v1=00")]
    [InlineData("v1=00,t=1700000000")]
    public void Header_of_another_form_is_not_valid(string? header) => Assert.False(IsValid(header));

    private bool IsValid(string? header, string body = """{"a":1}""") =>
        new CallSignature("whisper", _time).IsValid(header, System.Text.Encoding.UTF8.GetBytes(body));
}
