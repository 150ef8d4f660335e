using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>JSON of others is read so that each of its texts can be had.</summary>
public sealed class AnswerJsonTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(@"plain", "plain")]
    [InlineData(@"\u00e9", "é")]
    [InlineData(@"\\ud800", @"\ud800")]
    [InlineData(@"\\\ud800", "\\\uFFFD")]
    [InlineData(@"\ud800", "\uFFFD")]
    [InlineData(@"\uD800", "\uFFFD")]
    [InlineData(@"\udc00", "\uFFFD")]
    [InlineData(@"a\ud800b", "a\uFFFDb")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"a\uD83D\uDE00b", "a😀b")]
    [InlineData(@"\ud83d\ude00\ud83d", "😀\uFFFD")]
    [InlineData(@"\ud83d\ud83d\ude00", "\uFFFD😀")]
    [InlineData(@"\ude00\ud83d", "\uFFFD\uFFFD")]
    [InlineData(@"\ud83d\u0041", "\uFFFDA")]
    [InlineData(@"\ud83d \ude00", "\uFFFD \uFFFD")]
    [InlineData(@"\ud83d\nx", "\uFFFD\nx")]
    [InlineData(@"\ud83dude00", "\uFFFDude00")]
    [InlineData(@"\n\ud800\n", "\n\uFFFD\n")]
    [InlineData(@"\u0041\ud800", "A\uFFFD")]
    [InlineData(@"\""\ud800\""", "\"\uFFFD\"")]
    public async Task Half_of_a_surrogate_pair_becomes_the_replacement_character(string escaped, string text)
    {
        var json = $"[\"{escaped}\",1]";

        Assert.Equal(text, AnswerJson.Parse(json).RootElement[0].GetString());
        Assert.Equal(text, AnswerJson.TryParse(json)!.RootElement[0].GetString());
        using var content = Content(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8");
        using var read = await AnswerJson.ReadAsync(content, Cancel);
        Assert.Equal((text, 1), (read.RootElement[0].GetString(), read.RootElement[1].GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData(@"[""\u12")]
    [InlineData(@"[""\ud800")]
    [InlineData(@"[""\ud800\")]
    [InlineData(@"[""\ud800\u")]
    [InlineData(@"[""\ud83d\ude0")]
    [InlineData(@"[""\uD83G""]")]
    [InlineData(@"[""\ud83d\ude+1""]")]
    [InlineData(@"[""\x0041""]")]
    [InlineData("\\")]
    [InlineData(@"\ud800")]
    public async Task Text_that_is_no_JSON_is_none(string text)
    {
        Assert.Null(AnswerJson.TryParse(text));
        Assert.ThrowsAny<JsonException>(() => AnswerJson.Parse(text));
        using var content = Content(Encoding.UTF8.GetBytes(text), "application/json");
        await Assert.ThrowsAnyAsync<JsonException>(() => AnswerJson.ReadAsync(content, Cancel));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Depth_is_at_most_64(int depth, bool isRead)
    {
        var json = new string('[', depth) + new string(']', depth);

        Assert.Equal(isRead, AnswerJson.TryParse(json) is not null);
        using var content = Content(Encoding.UTF8.GetBytes(json), "application/json");
        Assert.Equal(isRead, await Record.ExceptionAsync(() => AnswerJson.ReadAsync(content, Cancel)) is null);
    }

    [Theory]
    [InlineData("5B22C3A9225D", null, "é")]
    [InlineData("5B22C3A9225D", "application/json", "é")]
    [InlineData("5B22C3A9225D", "application/json; charset=utf-8", "é")]
    [InlineData("5B22C3A9225D", "application/json; charset=\"UTF-8\"", "é")]
    [InlineData("5B22C3A9225D", "application/json; charset=iso-8859-1", "Ã©")]
    [InlineData("5B22E9225D", "application/json; charset=iso-8859-1", "é")]
    [InlineData("5B22E9225D", "application/json", "\uFFFD")]
    [InlineData("EFBBBF5B22C3A9225D", "application/json", "é")]
    [InlineData("5B22C3A9225D", "application/json; charset=nobody-knows", "é")]
    [InlineData("5B002200E90022005D00", "application/json; charset=utf-16", "é")]
    public async Task Content_is_read_in_its_charset(string bytes, string? contentType, string text)
    {
        using var content = Content(Convert.FromHexString(bytes), contentType);

        using var json = await AnswerJson.ReadAsync(content, Cancel);

        Assert.Equal(text, json.RootElement[0].GetString());
    }

    [Theory]
    [InlineData(64 * 1024 * 1024, false)]
    [InlineData((64 * 1024 * 1024) + 1, true)]
    public async Task Content_has_at_most_64_MiB(int length, bool isTooLong)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)' ');
        bytes[0] = (byte)'1';
        using var content = new StreamContent(new MemoryStream(bytes));

        var fault = await Record.ExceptionAsync(async () => (await AnswerJson.ReadAsync(content, Cancel)).Dispose());

        Assert.Equal(isTooLong ? "The answer has more than 64 MiB." : null, (fault as AnswerTooLongException)?.Message ?? fault?.Message);
    }

    [Fact]
    public async Task Content_that_breaks_off_is_no_long_one()
    {
        using var content = new BreakingContent(new HttpRequestException("The connection is gone."));

        Assert.Equal("The connection is gone.", (await Assert.ThrowsAsync<HttpRequestException>(() => AnswerJson.ReadAsync(content, Cancel))).Message);
    }

    private static ByteArrayContent Content(byte[] bytes, string? contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return content;
    }
}
