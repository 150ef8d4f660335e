using System.Net;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

public sealed class EndpointAnswerTests
{
    [Theory]
    [InlineData(199, false, false, false)]
    [InlineData(200, true, false, false)]
    [InlineData(299, true, false, false)]
    [InlineData(300, false, false, false)]
    [InlineData(301, false, true, false)]
    [InlineData(302, false, true, false)]
    [InlineData(303, false, true, false)]
    [InlineData(304, false, false, false)]
    [InlineData(306, false, false, false)]
    [InlineData(307, false, true, false)]
    [InlineData(308, false, true, false)]
    [InlineData(309, false, false, false)]
    [InlineData(400, false, false, false)]
    [InlineData(407, false, false, false)]
    [InlineData(408, false, false, true)]
    [InlineData(428, false, false, false)]
    [InlineData(429, false, false, true)]
    [InlineData(499, false, false, false)]
    [InlineData(500, false, false, true)]
    [InlineData(599, false, false, true)]
    public void Status_is_a_success_or_a_redirect_or_passes(int status, bool isSuccess, bool isRedirect, bool isTransient)
    {
        var answer = Answer(status);

        Assert.Equal((isSuccess, isRedirect, isTransient), (answer.IsSuccess, answer.IsRedirect, answer.IsTransient));
    }

    [Theory]
    [InlineData(503, "503 Service Unavailable")]
    [InlineData(599, "599")]
    public void Status_is_told_with_its_phrase(int status, string text)
    {
        Assert.Equal(text, Answer(status).StatusText);
        Assert.Equal(text, Answer(status).Describe(withPath: true));
    }

    [Theory]
    [InlineData(true, "302 Found, which is not followed; it points to https://example.org/moved")]
    [InlineData(false, "302 Found, which is not followed; it points to https://example.org")]
    public void Redirect_is_told_with_where_it_points(bool withPath, string text) =>
        Assert.Equal(text, (Answer(302) with { Location = new("https://example.org/moved") }).Describe(withPath));

    [Fact]
    public void Answer_has_a_text_where_its_body_was_read_whole()
    {
        Assert.Equal("", Answer(200).Text);
        Assert.Equal("all", (Answer(200) with { Body = new AnswerBody.Whole("all") }).Text);
        Assert.Null((Answer(200) with { Body = new AnswerBody.TooLong() }).Text);
    }

    private static EndpointAnswer Answer(int status) => new() { Address = new("https://example.com/start"), Status = (HttpStatusCode)status };
}
