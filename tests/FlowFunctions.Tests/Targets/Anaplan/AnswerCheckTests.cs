using System.IO.Compression;
using System.Text;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Anaplan.Steps;

namespace FlowFunctions.Tests.Targets.Anaplan;

public sealed class AnswerCheckTests
{
    [Theory]
    [InlineData("<!DOCTYPE html><html>", true)]
    [InlineData("\ufeff \r\n\t<!doctype HTML>", true)]
    [InlineData("<HTML lang=\"en\">", true)]
    [InlineData("<head>", true)]
    [InlineData("<?xml version=\"1.0\"?><error/>", true)]
    [InlineData("<", false)]
    [InlineData("", false)]
    [InlineData("{\"a\":\"<html>\"}", false)]
    [InlineData("Code,Name\n<b>,x", false)]
    public void Page_is_known_by_how_it_begins(string text, bool isPage) => Assert.Equal(isPage, AnswerCheck.StartsPage(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("", true)]
    [InlineData(" \n", true)]
    [InlineData("{}", true)]
    [InlineData("{\"status\":{\"code\":200,\"message\":\"Success\"}}", true)]
    [InlineData("{\"status\":{\"code\":\"204\"}}", true)]
    [InlineData("{\"status\":{\"code\":500,\"message\":\"x \\ud83d\"}}", false)]
    [InlineData("{\"status\":{\"code\":199}}", false)]
    [InlineData("{\"status\":{\"code\":300}}", false)]
    [InlineData("{\"status\":\"SUCCESS\"}", true)]
    [InlineData("[]", false)]
    [InlineData("OK", false)]
    [InlineData("We will be back soon.", false)]
    public void Success_is_nothing_or_an_object_that_does_not_say_otherwise(string body, bool isSuccess)
    {
        Assert.Equal(isSuccess, AnswerCheck.IsSuccess(Encoding.UTF8.GetBytes(body), out var answer));
        using (answer)
        {
            Assert.Equal(isSuccess && body.Trim().Length > 0, answer is not null);
        }
    }

    /// <summary>RFC 1952; what is empty has a header, too.</summary>
    [Fact]
    public void Chunk_of_no_bytes_is_a_gzip_stream_of_none()
    {
        using var chunk = GzipChunk.Of([]);

        Assert.Equal([0x1f, 0x8b, 8], chunk.Bytes[..3].ToArray());
        using var gzip = new GZipStream(new MemoryStream(chunk.Bytes.ToArray()), CompressionMode.Decompress);
        Assert.Equal(-1, gzip.ReadByte());
    }
}
