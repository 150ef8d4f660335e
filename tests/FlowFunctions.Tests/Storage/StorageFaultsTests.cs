using Azure;
using FlowFunctions.Storage;
using Grpc.Core;

namespace FlowFunctions.Tests.Storage;

public sealed class StorageFaultsTests
{
    /// <summary>The first is of the storage library's network timeout, the second is what the client of the task hub makes of a call that the host has cancelled (GrpcDurableTaskClient).</summary>
    [Fact]
    public void Cancellation_that_nobody_asked_for_is_storage_that_is_away()
    {
        Exception[] cancellations =
        [
            new TaskCanceledException(),
            new OperationCanceledException("The operation was canceled.", Cancelled()),
            Cancelled(),
            new AggregateException(new TaskCanceledException(), new OperationCanceledException()),
        ];

        Assert.All(cancellations, cancellation => Assert.True(StorageFaults.IsUnavailable(cancellation, TestContext.Current.CancellationToken)));
        Assert.All(cancellations, cancellation => Assert.False(StorageFaults.IsUnavailable(cancellation, new CancellationToken(canceled: true))));

        static RpcException Cancelled() => new(new Status(StatusCode.Cancelled, "The host has cancelled it."));
    }

    [Fact]
    public void Code_of_a_fault_is_clean_and_short()
    {
        var failed = new RequestFailedException(503, "A message.", $"A\nwarn: forged\u202E{new string('x', 10_000)}", null);

        Assert.StartsWith("503 A warn: forged\uFFFDxxx", StorageFaults.Describe(failed), StringComparison.Ordinal);
        Assert.InRange(StorageFaults.Describe(failed).Length, 1, 200);
    }
}
