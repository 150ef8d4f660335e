using System.Net;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api;

[Needs(Need.Azurite)]
public class IdempotencyTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Repeated_post_gets_the_first_answer_again()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var first = await PostAsync(application.Client, "key 1", ApiClient.IntegrationBody("Load"));
        var second = await PostAsync(application.Client, "key 1", ApiClient.IntegrationBody("Load"));

        Assert.Equal(first.MustBeOk().Text, second.MustBeOk().Text);
        Assert.Equal(first.Tag, second.Tag);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, (await application.Client.SendAsync("GET", "integrations")).Json.GetProperty("meta").GetProperty("paging").GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task Repeated_post_that_failed_gets_the_same_error_again()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var first = await PostAsync(application.Client, "k", "{}");
        var second = await PostAsync(application.Client, "k", "{}");

        Assert.Equal(first.MustBeError(HttpStatusCode.BadRequest).Text, second.Text);
    }

    [Theory]
    [InlineData("integrations", """{"name":"Other","endpoint":{"url":"http://localhost/"}}""")]
    [InlineData("integrations?naming=snake_case", null)]
    [InlineData("integrationflows/validate", null)]
    public async Task Key_with_another_request_is_409(string path, string? body)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await PostAsync(application.Client, "k", ApiClient.IntegrationBody("Load"));

        var other = await application.Client.SendAsync("POST", path, body ?? ApiClient.IntegrationBody("Load"), ("Idempotency-Key", "k"));

        other.MustBeError(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Key_belongs_to_its_caller()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await PostAsync(application.Client, "k", ApiClient.IntegrationBody("Ann's"));

        var other = await PostAsync(application.ClientWith(ApiApplication.OtherEditorKey), "k", ApiClient.IntegrationBody("Bob's"));

        other.MustBeOk();
    }

    [Fact]
    public async Task Key_is_free_again_after_24_hours()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await PostAsync(application.Client, "k", ApiClient.IntegrationBody("First"));

        application.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await PostAsync(application.Client, "k", ApiClient.IntegrationBody("Second"))).MustBeError(HttpStatusCode.Conflict);
        application.Time.Advance(TimeSpan.FromSeconds(1));

        (await PostAsync(application.Client, "k", ApiClient.IntegrationBody("Second"))).MustBeOk();
    }

    [Fact]
    public async Task Requests_at_once_with_one_key_act_once()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(application.Client, "k", ApiClient.IntegrationBody("Once"))));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.Text));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Text).Distinct());
        Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Conflict), answer => Assert.NotNull(answer.Headers.RetryAfter));
    }

    [Fact]
    public async Task Claim_left_by_a_crash_is_taken_over()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var store = application.Services.GetRequiredService<IdempotencyStore>();
        var crashed = await store.ClaimAsync("ann", "k", "fingerprint", TestContext.Current.CancellationToken);

        var soon = await store.ClaimAsync("ann", "k", "fingerprint", TestContext.Current.CancellationToken);
        application.Time.Advance(IdempotencyStore.StaleAfter);
        var later = await store.ClaimAsync("ann", "k", "fingerprint", TestContext.Current.CancellationToken);

        Assert.Equal([ClaimKind.First, ClaimKind.InProgress, ClaimKind.First], [crashed.Kind, soon.Kind, later.Kind]);
    }

    [Fact]
    public async Task Failure_on_our_side_leaves_the_key_free()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var tables = application.Services.GetRequiredService<StorageTables>();
        await tables.Integrations.DeleteAsync(TestContext.Current.CancellationToken);
        (await PostAsync(application.Client, "k", ApiClient.IntegrationBody("Load"))).MustBeError(HttpStatusCode.ServiceUnavailable);
        await tables.Integrations.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);

        var second = await PostAsync(application.Client, "k", ApiClient.IntegrationBody("Load"));

        Assert.False(second.MustBeOk().Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Expired_answers_of_every_caller_are_purged_and_younger_ones_stay()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        for (var i = 0; i < 3; i++)
        {
            await PostAsync(application.Client, $"old {i}", "{}");
        }

        await PostAsync(application.ClientWith(ApiApplication.OtherEditorKey), "old", "{}");
        application.Time.Advance(TimeSpan.FromHours(1));
        await PostAsync(application.Client, "young", "{}");
        application.Time.Advance(TimeSpan.FromHours(23) + TimeSpan.FromSeconds(1));
        var purge = application.Services.GetRequiredService<IdempotencyPurge>();

        Assert.Equal(4, await purge.PurgeAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await purge.PurgeAsync(TestContext.Current.CancellationToken));

        Assert.True((await PostAsync(application.Client, "young", "{}")).Headers.Contains("Idempotency-Replayed"));
        Assert.False((await PostAsync(application.Client, "old 1", "{}")).Headers.Contains("Idempotency-Replayed"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task Key_of_impossible_length_is_400(int length)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await PostAsync(application.Client, new string('k', length), ApiClient.IntegrationBody("Load"));

        answer.MustBeError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(true, "the first answer")]
    [InlineData(false, "answered anew")]
    public async Task Caller_who_went_away_and_comes_back_gets(bool wasDone, string expected)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        using var gone = new CancellationTokenSource();
        var first = await InvokeAsync(
            application,
            async context =>
            {
                await gone.CancelAsync();
                context.GetInvocationResult().Value = wasDone ? ApiResult.Ok("answer", "the first answer") : throw new OperationCanceledException(gone.Token);
            },
            gone.Token);

        var second = await InvokeAsync(
            application,
            context =>
            {
                context.GetInvocationResult().Value = ApiResult.Ok("answer", "answered anew");
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.Equal(wasDone, first is ApiResult);
        var text = second is StoredAnswer stored ? stored.Body : System.Text.Encoding.UTF8.GetString(((ApiResult)second!).ToBody(new DefaultHttpContext().Request).Span);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_is_too_long_to_be_kept_is_given_and_a_repetition_is_answered_anew()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var answers = new List<string>();
        for (var time = 1; time <= 2; time++)
        {
            var answer = await InvokeAsync(
                application,
                context =>
                {
                    context.GetInvocationResult().Value = ApiResult.Ok("plan", $"{time} {new string('x', 600_000)}");
                    return Task.CompletedTask;
                },
                CancellationToken.None);
            answers.Add(System.Text.Encoding.UTF8.GetString(Assert.IsType<ApiResult>(answer).ToBody(new DefaultHttpContext().Request).Span));
        }

        Assert.Contains("\"1 xxx", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"2 xxx", answers[1], StringComparison.Ordinal);
    }

    private static async Task<object?> InvokeAsync(ApiApplication application, FunctionExecutionDelegate function, CancellationToken aborted)
    {
        var http = new DefaultHttpContext { RequestServices = application.Services };
        http.Request.Method = "POST";
        http.Request.Path = "/2/0/integrations";
        http.Request.Headers[IdempotencyMiddleware.HeaderName] = "k";
        http.SetCaller(new("ann", Role.Editor));
        var context = new HostedContext(HostedFunction.All.Single(one => one.Name == "CreateIntegration"), http, aborted);
        var middleware = ActivatorUtilities.CreateInstance<IdempotencyMiddleware>(application.Services);
        try
        {
            await middleware.Invoke(context, function);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return context.GetInvocationResult().Value;
    }

    private static Task<ApiAnswer> PostAsync(HttpClient client, string key, string body) =>
        client.SendAsync("POST", "integrations", body, ("Idempotency-Key", key));
}
