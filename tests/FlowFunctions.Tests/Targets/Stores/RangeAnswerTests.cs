using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores;

public class RangeAnswerTests
{
    private static readonly StorePlace Place = new(ConnectionType.AmazonS3, "loads", "Nightly files");

    [Theory]
    [InlineData("bytes=0-9", 206, "bytes 0-9/100", 10, "\"v1\"")]
    [InlineData("bytes=90-99", 206, "bytes 90-99/100", 10, "\"v1\"")]
    [InlineData("bytes=90-99", 206, "bytes 90-99/100", null, "W/\"v1\"")]
    [InlineData("bytes=0-99", 200, null, 100, "\"v1\"")]
    [InlineData(null, 200, null, 100, "\"v2\"")]
    [InlineData("bytes=0-9", 404, null, 10, null)]
    [InlineData("bytes=0-9", 412, null, 10, null)]
    public void Answer_that_is_what_was_asked_for_or_an_error_passes(string? range, int status, string? contentRange, int? length, string? etag) =>
        Assert.Null(RangeAnswer.FindFault(range, "\"v1\"", status, contentRange, length, etag));

    [Theory]
    [InlineData(200, null, 100, "\"v1\"", StoreFault.Other)]
    [InlineData(200, null, null, "\"v1\"", StoreFault.Other)]
    [InlineData(206, "bytes 0-9/100", 10, "\"v1\"", StoreFault.Unavailable)]
    [InlineData(206, "bytes 10-18/100", 9, "\"v1\"", StoreFault.Unavailable)]
    [InlineData(206, null, 10, "\"v1\"", StoreFault.Unavailable)]
    [InlineData(206, "bytes 10-19/100", 10, null, StoreFault.Unavailable)]
    [InlineData(200, null, 30, null, StoreFault.Unavailable)]
    [InlineData(206, "bytes 10-19/100", 10, "\"v2\"", StoreFault.SourceChanged)]
    [InlineData(200, null, 100, "\"v2\"", StoreFault.SourceChanged)]
    public void Answer_that_is_another_part_another_version_or_none_is_told_apart(int status, string? contentRange, int? length, string? etag, object expected)
    {
        var fault = RangeAnswer.FindFault("bytes=10-19", "\"v1\"", status, contentRange, length, etag);

        Assert.Equal((StoreFault)expected, fault?.Translate(Place, "sales.csv").Fault);
    }
}
