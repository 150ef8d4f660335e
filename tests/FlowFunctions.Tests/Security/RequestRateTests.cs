using System.Net;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Security;

[Needs(Need.Azurite)]
public class RequestRateTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Request_over_the_rate_of_its_key_is_429_until_the_bucket_fills()
    {
        await using var application = await StartAsync(tokens: 1, TimeSpan.FromMilliseconds(200), burst: 3);

        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 40 && !answers.Any(answer => answer.Status == HttpStatusCode.TooManyRequests); i++)
        {
            answers.Add(await application.Client.SendAsync("GET", "nothing"));
        }

        var refused = answers[^1].MustBeError(HttpStatusCode.TooManyRequests);
        Assert.True(answers.Count > 3);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        await Wait.Until(async () => (await application.Client.SendAsync("GET", "nothing")).Status == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Key_that_is_over_its_rate_takes_nothing_from_others_and_health_is_never_refused()
    {
        await using var application = await StartAsync(tokens: 1, TimeSpan.FromHours(1), burst: 2);
        for (var i = 0; i < 2; i++)
        {
            (await application.Client.SendAsync("GET", "nothing")).MustBeError(HttpStatusCode.NotFound);
            (await application.ClientWith("wrong").SendAsync("GET", "nothing")).MustBeError(HttpStatusCode.Unauthorized);
        }

        var refused = await application.Client.SendAsync("GET", "nothing");
        Assert.InRange(refused.MustBeError(HttpStatusCode.TooManyRequests).Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        (await application.ClientWith("wrong again").SendAsync("GET", "nothing")).MustBeError(HttpStatusCode.TooManyRequests);
        (await application.ClientWith(null).SendAsync("GET", "nothing")).MustBeError(HttpStatusCode.TooManyRequests);

        (await application.ClientWith(ApiApplication.OtherEditorKey).SendAsync("GET", "nothing")).MustBeError(HttpStatusCode.NotFound);
        (await application.ClientWith(null).SendAsync("GET", "health/live")).MustBeOk();
        (await application.Client.SendAsync("GET", "health/live")).MustBeOk();

        // Which may say that storage is too slow, and that alone.
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await application.ClientWith(null).SendAsync("GET", "health")).Status);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await application.Client.SendAsync("GET", "health")).Status);
    }

    private Task<ApiApplication> StartAsync(int tokens, TimeSpan period, int burst) =>
        ApiApplication.StartAsync(azurite.ConnectionString, services => services.Configure<SecurityOptions>(security =>
        {
            security.RateLimit.Tokens = tokens;
            security.RateLimit.Period = period;
            security.RateLimit.Burst = burst;
        }));
}
