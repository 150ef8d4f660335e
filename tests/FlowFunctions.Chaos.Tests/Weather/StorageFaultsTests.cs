using FlowFunctions.Chaos.Weather;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Chaos.Tests.Weather;

public sealed class StorageFaultsTests
{
    private const int Draws = 2000;

    [Fact]
    public void Nothing_goes_wrong_where_no_share_is_set() => Assert.All(Drawn(0, "table", Row("Flows", "W/\"1\"")), Assert.Null);

    [Fact]
    public void Share_of_the_requests_goes_wrong() => Assert.InRange(Drawn(0.1, "blob", Row("dumps", null)).Count(fault => fault is not null), Draws / 20, Draws / 5);

    [Fact]
    public void Row_of_the_application_meets_every_fault() =>
        Assert.Equal(Enum.GetValues<StorageFault>(), Drawn(1, "table", Row("Flows", "W/\"1\"")).OfType<StorageFault>().Distinct().Order());

    [Theory]
    [InlineData("Flows", null)]
    [InlineData("Flows", "*")]
    [InlineData("HubHistory", "W/\"1\"")]
    public void Race_is_lost_only_for_a_version_of_a_row_of_the_application(string table, string? version) => Assert.DoesNotContain(StorageFault.LostRace, Drawn(1, "table", Row(table, version)).OfType<StorageFault>());

    [Fact]
    public void Messages_that_are_taken_from_the_applications_queues_are_heard_of()
    {
        var request = Row("notifications", null);
        request.Path = "/chaos/notifications/messages";

        Assert.DoesNotContain(Drawn(1, "queue", request), fault => fault is StorageFault.ResetAfter or StorageFault.InternalErrorAfter or StorageFault.SilenceAfter);
        request.Path = "/chaos/hub-control-00/messages";
        Assert.Contains(StorageFault.ResetAfter, Drawn(1, "queue", request).OfType<StorageFault>());
    }

    private static List<StorageFault?> Drawn(double share, string service, HttpRequest request)
    {
        var faults = new StorageFaults(7, "Hub") { Share = share };
        return [.. Enumerable.Range(0, Draws).Select(_ => faults.Draw(service, request))];
    }

    private static HttpRequest Row(string table, string? version)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "GET";
        request.Path = $"/chaos/{table}(PartitionKey='a',RowKey='b')";
        request.Headers.IfMatch = version;
        return request;
    }
}
