using FlowFunctions.Http;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Tests.Api;

public sealed class SharedListsTests
{
    private static readonly ListQuery Running = new(0, 10) { States = new HashSet<string> { "running", "failure" } };

    private readonly SharedLists _lists = new();
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Each request has read its own collection of states, in whatever order it names them.</summary>
    [Fact]
    public async Task Who_asks_for_the_same_states_shares_a_page()
    {
        var answers = new[] { Running, Running with { States = ["failure", "running"] }, Running with { States = ["running", "failure"] } }.Select(AnswerAsync).ToList();

        await Wait.Until(() => Volatile.Read(ref _begun) == 1);
        _read.SetResult();
        var read = await Task.WhenAll(answers);

        // The first, and the one after it that the others wait for.
        Assert.Equal(2, _begun);
        Assert.Equal(["""{"status":{"code":200,"message":"Success"},"flows":1}""", .. Enumerable.Repeat("""{"status":{"code":200,"message":"Success"},"flows":2}""", 2)], read.Select(answer => answer.Text));
        Assert.NotEqual(read[0].Tag, read[1].Tag);
        Assert.Equal(read[1].Tag, read[2].Tag);
    }

    [Fact]
    public async Task Other_states_names_and_spellings_are_other_pages()
    {
        var answers = new[] { Running, Running with { States = ["running"] }, Running with { States = null }, Running with { NamePart = "night" } }.Select(AnswerAsync)
            .Append(AnswerAsync(Running, "?naming=snake_case"))
            .ToList();

        await Wait.Until(() => Volatile.Read(ref _begun) == answers.Count);
        _read.SetResult();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(StatusCodes.Status200OK, answer.Status));
    }

    [Fact]
    public async Task Who_has_the_page_is_answered_with_that_alone()
    {
        _read.SetResult();
        var tag = (await AnswerAsync(Running)).Tag;
        _begun = 0;

        var known = await AnswerAsync(Running, "", tag);

        Assert.Equal((StatusCodes.Status304NotModified, "", tag), known);
    }

    private Task<(int Status, string Text, string Tag)> AnswerAsync(ListQuery query) => AnswerAsync(query, "");

    private async Task<(int Status, string Text, string Tag)> AnswerAsync(ListQuery query, string spelling, string? known = null)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { QueryString = new(spelling) }, Response = { Body = body } };
        context.Request.Headers.IfNoneMatch = known;
        var result = await _lists.AnswerAsync(context.Request, "flows", query, async () =>
        {
            var number = Interlocked.Increment(ref _begun);
            await _read.Task;
            return ApiResult.Ok("flows", number);
        });
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()), context.Response.Headers[HeaderNames.ETag].ToString());
    }
}
