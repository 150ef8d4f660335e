using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores.S3;

namespace FlowFunctions.Tests.Targets.Stores.S3;

public sealed class S3FaultsTests
{
    [Fact]
    public void Answer_with_a_number_that_is_none_says_nothing_of_the_store()
    {
        var fault = S3Faults.Translate(new FormatException("The input string '' was not in a correct format."), new(ConnectionType.AmazonS3, "raw", "Loads"), "plan.csv", DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.True(fault!.IsTransient);
        Assert.Contains("its answer cannot be read", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public void Code_of_a_fault_is_clean_and_short(HttpStatusCode status)
    {
        var failed = new AmazonS3Exception("A message.", ErrorType.Unknown, $"A\nwarn: forged\u202E\u001B[2J{new string('x', 10_000)}", "1", status);

        var fault = S3Faults.Translate(failed, new(ConnectionType.AmazonS3, "raw", "Loads"), "plan.csv", DateTimeOffset.UnixEpoch, CancellationToken.None)!;

        Assert.Contains($"{(int)status} A warn: forged\uFFFD\uFFFD[2Jxxx", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.InRange(fault.Message.Length, 1, 500);
    }
}
