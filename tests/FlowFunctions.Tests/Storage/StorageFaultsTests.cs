using Azure;
using FlowFunctions.Storage;

namespace FlowFunctions.Tests.Storage;

public sealed class StorageFaultsTests
{
    [Fact]
    public void Code_of_a_fault_is_clean_and_short()
    {
        var failed = new RequestFailedException(503, "A message.", $"A\nwarn: forged\u202E{new string('x', 10_000)}", null);

        Assert.StartsWith("503 A warn: forged\uFFFDxxx", StorageFaults.Describe(failed), StringComparison.Ordinal);
        Assert.InRange(StorageFaults.Describe(failed).Length, 1, 200);
    }
}
