using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>A body is read whole, within its limit and its time, whatever it is compressed as.</summary>
public sealed class AnswerBodyTests
{
    private const int Maximum = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(Maximum, true, true)]
    [InlineData(Maximum + 1, true, false)]
    [InlineData(Maximum, false, true)]
    [InlineData(Maximum + 1, false, false)]
    public async Task Body_is_read_up_to_its_limit(int length, bool saysItsLength, bool isRead)
    {
        var text = new string('x', length);

        // What says its length to be more than the limit is not even looked at.
        using HttpContent content = saysItsLength && !isRead ? new BreakingContent(new InvalidOperationException("It is read.")) : Content(text);
        content.Headers.ContentLength = saysItsLength ? length : null;

        var body = await ReadAsync(content);

        Assert.Equal(isRead ? new AnswerBody.Whole(text) : (AnswerBody)new AnswerBody.TooLong(), body);
    }

    [Fact]
    public async Task Body_of_many_pieces_is_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number},"));
        using var content = Content(text);

        Assert.Equal(new AnswerBody.Whole(text), await AnswerBody.ReadAsync(content, text.Length, Cancel, Cancel));
        Assert.IsType<AnswerBody.TooLong>(await AnswerBody.ReadAsync(content, text.Length - 1, Cancel, Cancel));
    }

    [Fact]
    public async Task Body_is_text_in_its_charset()
    {
        using var content = new ByteArrayContent([0xE9]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=iso-8859-1");

        Assert.Equal(new AnswerBody.Whole("é"), await ReadAsync(content));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("X-GZip", "gzip")]
    [InlineData("deflate", "zlib")]
    [InlineData("br", "brotli")]
    [InlineData("identity", "")]
    [InlineData("gzip, br", "gzip brotli")]
    [InlineData("br, identity, gzip", "brotli gzip")]
    public async Task Compression_is_undone_from_the_last_to_the_first(string codings, string steps)
    {
        using var content = Compressed("half of the rows", steps, codings);

        Assert.Equal(new AnswerBody.Whole("half of the rows"), await ReadAsync(content));
    }

    [Fact]
    public async Task Limit_is_for_what_comes_of_a_compressed_body()
    {
        using var content = Compressed(new string('x', Maximum + 1), "gzip", "gzip");
        Assert.True(content.Headers.ContentLength < Maximum);

        Assert.IsType<AnswerBody.TooLong>(await ReadAsync(content));
    }

    [Theory]
    [InlineData("zstd", "is compressed as 'zstd', which cannot be read")]
    [InlineData("gzip, zstd", "is compressed as 'gzip, zstd', which cannot be read")]
    [InlineData("gzip", "broke off")]
    [InlineData("deflate", "broke off")]
    [InlineData("br", "broke off")]
    public async Task Compression_that_cannot_be_undone_is_named(string codings, string why)
    {
        using var content = Compressed("no such format", "", codings);

        Assert.Equal(new AnswerBody.Unreadable(why), await ReadAsync(content));
    }

    public static TheoryData<Exception> Faults => [new IOException(), new HttpRequestException(), new InvalidDataException(), new InvalidOperationException()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Body_that_breaks_off_is_unreadable(Exception fault)
    {
        using var content = new BreakingContent(fault);

        Assert.Equal(new AnswerBody.Unreadable("broke off"), await ReadAsync(content));
    }

    [Fact]
    public async Task Defect_is_no_body_that_breaks_off()
    {
        using var content = new BreakingContent(new NotImplementedException());

        await Assert.ThrowsAsync<NotImplementedException>(() => ReadAsync(content));
    }

    [Fact]
    public async Task Body_whose_time_is_over_is_unreadable_and_one_that_is_given_up_is_not_answered()
    {
        using var content = Content("late");
        var over = new CancellationToken(canceled: true);

        Assert.Equal(new AnswerBody.Unreadable("did not come to its end in time"), await AnswerBody.ReadAsync(content, Maximum, over, Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AnswerBody.ReadAsync(content, Maximum, over, over));
    }

    private static Task<AnswerBody> ReadAsync(HttpContent content) => AnswerBody.ReadAsync(content, Maximum, Cancel, Cancel);

    private static ByteArrayContent Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ByteArrayContent Compressed(string text, string steps, string codings)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var step in steps.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            using var compressed = new MemoryStream();
            using (Stream stream = step switch
            {
                "gzip" => new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
                "zlib" => new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
                _ => new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            })
            {
                stream.Write(bytes);
            }

            bytes = compressed.ToArray();
        }

        var content = new ByteArrayContent(bytes);
        foreach (var coding in codings.Split(", "))
        {
            content.Headers.ContentEncoding.Add(coding);
        }

        return content;
    }
}
