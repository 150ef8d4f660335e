using FlowFunctions.Chaos.Weather;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Chaos.Tests.Weather;

public sealed class StorageFaultsTests
{
    private const int Draws = 2000;

    [Fact]
    public void Nothing_goes_wrong_where_no_share_is_set() => Assert.All(Drawn(0, "table", Row("Flows"), GuardedIn("Flows")), Assert.Null);

    [Fact]
    public void Share_of_the_requests_goes_wrong() => Assert.InRange(Drawn(0.1, "blob", Row("dumps")).Count(fault => fault is not null), Draws / 20, Draws / 5);

    [Fact]
    public void Row_of_the_application_meets_every_fault() =>
        Assert.Equal(Enum.GetValues<StorageFault>(), Drawn(1, "table", Row("Flows"), GuardedIn("Flows")).OfType<StorageFault>().Distinct().Order());

    [Fact]
    public void Race_is_lost_only_for_a_version_of_a_row_of_the_application()
    {
        Assert.DoesNotContain(Drawn(1, "table", Row("Flows")), fault => fault is StorageFault.LostRace or StorageFault.LostRaceAfter);
        Assert.DoesNotContain(Drawn(1, "table", Row("HubHistory"), GuardedIn("HubHistory")), fault => fault is StorageFault.LostRace or StorageFault.LostRaceAfter);
    }

    [Fact]
    public void Messages_that_are_taken_from_the_applications_queues_are_heard_of()
    {
        var request = Row("notifications");
        request.Path = "/chaos/notifications/messages";

        Assert.DoesNotContain(Drawn(1, "queue", request), fault => fault is StorageFault.ResetAfter or StorageFault.InternalErrorAfter or StorageFault.SilenceAfter);
        request.Path = "/chaos/hub-control-00/messages";
        Assert.Contains(StorageFault.ResetAfter, Drawn(1, "queue", request).OfType<StorageFault>());
    }

    [Theory]
    [InlineData("queue", "GET", "/chaos/notifications/messages", "", true)]
    [InlineData("queue", "GET", "/chaos/notifications/messages", "?peekonly=true", false)]
    [InlineData("queue", "POST", "/chaos/notifications/messages", "", false)]
    [InlineData("queue", "GET", "/chaos/hub-control-00/messages", "", false)]
    [InlineData("table", "GET", "/chaos/notifications/messages", "", false)]
    public void Messages_are_taken_by_a_get_that_looks_not_only(string service, string method, string path, string query, bool isTaken)
    {
        var request = Row("any");
        (request.Method, request.Path, request.QueryString) = (method, path, new(query));

        Assert.Equal(isTaken, new StorageFaults(7, "Hub").IsDequeue(service, request));
    }

    private static List<StorageFault?> Drawn(double share, string service, HttpRequest request, GuardedRow? guarded = null)
    {
        var faults = new StorageFaults(7, "Hub") { Share = share };
        return [.. Enumerable.Range(0, Draws).Select(_ => faults.Draw(service, request, guarded))];
    }

    private static GuardedRow GuardedIn(string table) => new(table, "a", "b");

    private static HttpRequest Row(string table)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "GET";
        request.Path = $"/chaos/{table}(PartitionKey='a',RowKey='b')";
        return request;
    }
}
