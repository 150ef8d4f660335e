using FlowFunctions.Chaos.Weather;

namespace FlowFunctions.Chaos.Tests.Weather;

public sealed class GuardedRowTests
{
    private const string Path = "/chaos/Flows(PartitionKey='flow',RowKey='name:ab')";

    // What the client library sends.
    private const string Transaction = "--batch_1\r\nContent-Type: multipart/mixed; boundary=changeset_1\r\n\r\n"
        + "--changeset_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + "POST http://127.0.0.1:10002/chaos/RunHistory HTTP/1.1\r\nHost: 127.0.0.1:10002\r\nContent-Type: application/json\r\n\r\n{\"If-Match\":\"no header\"}\r\n"
        + "--changeset_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + "MERGE http://127.0.0.1:10002/chaos/RunHistory(PartitionKey='a',RowKey='any') HTTP/1.1\r\nHost: 127.0.0.1:10002\r\nIf-Match: *\r\n\r\n{}\r\n"
        + "--changeset_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + "PUT http://127.0.0.1:10002/chaos/RunHistory(PartitionKey='a',RowKey='count')?$format=application%2Fjson HTTP/1.1\r\nAccept: application/json\r\nIf-Match: W/\"datetime'2026'\"\r\n\r\n{}\r\n"
        + "--changeset_1--\r\n--batch_1--\r\n";

    [Fact]
    public void Row_of_a_request_with_a_version_is_guarded() => Assert.Equal(new GuardedRow("Flows", "flow", "name:ab"), GuardedRow.Of(Path, "W/\"1\""));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    public void Row_of_a_request_for_any_version_is_not(string? version) => Assert.Null(GuardedRow.Of(Path, version));

    [Fact]
    public void Keys_are_read_as_they_were_before_they_were_written() =>
        Assert.Equal(new GuardedRow("Flows", "it's", "a b"), GuardedRow.Of("/chaos/Flows(PartitionKey='it''s',RowKey='a%20b')", "W/\"1\""));

    [Fact]
    public void First_write_of_a_transaction_that_names_a_version_is_guarded() => Assert.Equal(new GuardedRow("RunHistory", "a", "count"), GuardedRow.OfTransaction(Transaction));

    [Fact]
    public void Transaction_without_a_version_is_not_guarded() => Assert.Null(GuardedRow.OfTransaction(Transaction[..Transaction.IndexOf("PUT ", StringComparison.Ordinal)]));
}
