using Azure;
using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores.Blob;

namespace FlowFunctions.Tests.Targets.Stores.Blob;

public sealed class BlobFaultsTests
{
    [Theory]
    [InlineData(507, "InsufficientStorage", "no room left")]
    [InlineData(413, "RequestBodyTooLarge", "no room left")]
    [InlineData(403, "AccountQuotaExceeded", "no room left")]
    [InlineData(409, "BlockCountExceedsLimit", "no room left")]
    [InlineData(403, "AuthenticationFailed", "Renew them")]
    [InlineData(409, "LeaseIdMissing", "nothing else holds it")]
    public void Refusal_tells_what_to_do_and_is_not_asked_again(int status, string code, string words)
    {
        var refusal = new RequestFailedException(status, "A message with sig=s3cret in it.", code, null);

        var fault = BlobFaults.Translate(refusal, new(ConnectionType.AzureBlob, "raw", "Loads"), "plan.csv", DateTimeOffset.UnixEpoch, CancellationToken.None)!;

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Contains("'Loads'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(418)]
    [InlineData(503)]
    public void Code_of_a_fault_is_clean_and_short(int status)
    {
        var failed = new RequestFailedException(status, "A message.", $"A\nwarn: forged\u202E\u001B[2J{new string('x', 10_000)}", null);

        var fault = BlobFaults.Translate(failed, new(ConnectionType.AzureBlob, "raw", "Loads"), "plan.csv", DateTimeOffset.UnixEpoch, CancellationToken.None)!;

        Assert.Contains($"{status} A warn: forged\uFFFD\uFFFD[2Jxxx", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.InRange(fault.Message.Length, 1, 500);
    }
}
