using System.Net;
using CsCheck;
using FlowFunctions.Notifications.Feed;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Notifications;

[Needs(Need.Azurite)]
[TakesLong]
public sealed class FeedTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feed_is_newest_first_the_callers_own_and_marked_read_one_by_one()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var feed = application.Services.GetRequiredService<NotificationFeed>();
        await feed.AddAsync("victor", Entry(1), Cancel);
        await feed.AddAsync("victor", Entry(2), Cancel);
        await feed.AddAsync("olga", Entry(3), Cancel);
        var victor = application.ClientWith(ApiApplication.ViewerKey);

        (await victor.SendAsync("POST", $"notifications/{Id(1)}/read")).MustBeOk();
        (await victor.SendAsync("POST", $"notifications/{Id(1)}/read")).MustBeOk();
        (await victor.SendAsync("POST", $"notifications/{Id(3)}/read")).MustBeError(HttpStatusCode.NotFound);

        var read = (await victor.SendAsync("GET", "notifications?limit=10")).MustBeOk();
        Assert.Equal(
            $$$"""{"status":{"code":200,"message":"Success"},"meta":{"paging":{"currentPageSize":2,"offset":0,"totalSize":2}},"notifications":[{"id":"{{{Id(2)}}}","type":"full_failure","subject":"Flow 2 failed","text":"because","integrationId":"{{{Id(8)}}}","runId":"{{{Id(9)}}}","date":"2026-11-24T08:00:00.000Z","isRead":false},{"id":"{{{Id(1)}}}","type":"full_failure","subject":"Flow 1 failed","text":"because","integrationId":"{{{Id(8)}}}","runId":"{{{Id(9)}}}","date":"2026-11-24T08:00:00.000Z","isRead":true}],"unreadCount":1}""",
            read.Text);
        (await victor.SendAsync("POST", "notifications/read")).MustBeOk();
        Assert.Equal(0, (await victor.SendAsync("GET", "notifications")).Json.GetProperty("unreadCount").GetInt32());
        Assert.Equal(1, (await application.ClientWith(ApiApplication.OperatorKey).SendAsync("GET", "notifications")).Json.GetProperty("unreadCount").GetInt32());
        (await victor.SendAsync("GET", "notifications?limit=0")).MustBeError(HttpStatusCode.BadRequest);
        (await victor.SendAsync("POST", "notifications/NOT-AN-ID-BUT-32-CHARACTERS-LONG/read")).MustBeError(HttpStatusCode.NotFound);
        (await application.ClientWith(null).SendAsync("GET", "notifications")).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Entries_after_mark_all_read_are_unread()
    {
        var feed = await FeedAsync();
        await feed.AddAsync("ann", Entry(1), Cancel);
        await feed.MarkAllReadAsync("ann", Cancel);
        await feed.AddAsync("ann", Entry(2), Cancel);

        var page = await feed.PageAsync("ann", 10, 0, Cancel);

        Assert.Equal([false, true], page.Entries.Items.Select(entry => entry.IsRead));
        Assert.Equal(1, page.UnreadCount);
    }

    [Fact]
    public async Task Entry_that_is_added_again_or_at_once_by_many_is_there_once()
    {
        var feed = await FeedAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(index => feed.AddAsync("ann", Entry(index % 3), Cancel)));

        var page = await feed.PageAsync("ann", 10, 0, Cancel);
        Assert.Equal([Id(0), Id(1), Id(2)], page.Entries.Items.Select(entry => entry.Id).Order(StringComparer.Ordinal));
        Assert.Equal((3, 3), (page.Entries.TotalSize, page.UnreadCount));
    }

    [Fact]
    public async Task Pages_neither_overlap_nor_leave_gaps()
    {
        var feed = await FeedAsync();
        const int Total = 23;
        for (var index = 0; index < Total; index++)
        {
            await feed.AddAsync("ann", Entry(index), Cancel);
        }

        await Gen.Int[1, 30].SampleAsync(
            async limit =>
            {
                var seen = new List<string>();
                for (var offset = 0; offset < Total + limit; offset += limit)
                {
                    var page = await feed.PageAsync("ann", limit, offset, Cancel);
                    Assert.Equal(Total, page.Entries.TotalSize);
                    seen.AddRange(page.Entries.Items.Select(entry => entry.Id));
                }

                Assert.Equal(Enumerable.Range(0, Total).Reverse().Select(Id), seen);
            },
            iter: 12,
            threads: 1);
    }

    [Fact]
    public async Task Feed_keeps_its_newest_thousand()
    {
        var feed = await FeedAsync();
        await feed.AddAsync("ann", Entry(0), Cancel);
        await feed.MarkReadAsync("ann", Id(0), Cancel);
        for (var index = 1; index < NotificationFeed.MaximumLength + 2; index++)
        {
            await feed.AddAsync("ann", Entry(index), Cancel);
        }

        var last = await feed.PageAsync("ann", 100, NotificationFeed.MaximumLength - 1, Cancel);
        Assert.Equal(Id(2), Assert.Single(last.Entries.Items).Id);
        Assert.Equal((NotificationFeed.MaximumLength, NotificationFeed.MaximumLength), (last.Entries.TotalSize, last.UnreadCount));
        Assert.False(await feed.MarkReadAsync("ann", Id(1), Cancel));
    }

    private async Task<NotificationFeed> FeedAsync() => new((await StorageScope.CreateAsync(azurite.ConnectionString)).Tables);

    private static string Id(int number) => number.ToString("x32");

    private static FeedEntry Entry(int number) => new()
    {
        Id = Id(number),
        Type = "full_failure",
        Subject = $"Flow {number} failed",
        Text = "because",
        IntegrationId = Id(8),
        RunId = Id(9),
        Date = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero),
    };
}
