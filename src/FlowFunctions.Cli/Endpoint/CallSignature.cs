using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>
/// Checks the header by which the service signs its calls: <c>X-Flows-Signature: t=&lt;unix seconds&gt;,v1=&lt;hex&gt;</c>, where hex is
/// HMAC-SHA256, keyed with the shared secret, over the digits of t, a full stop and the bytes of the body (none for a GET or DELETE).
/// </summary>
internal sealed class CallSignature(string secret, TimeProvider time)
{
    public const string Header = "X-Flows-Signature";

    /// <summary>How old a call may be: a recorded one cannot be played back later.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public bool IsValid(string? header, ReadOnlySpan<byte> body)
    {
        if (header?.Split(',') is not [['t', '=', .. var timestamp], ['v', '1', '=', .. var signature]]
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
            return false;

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes($"{timestamp}."));
        hash.AppendData(body);
        var expected = Convert.ToHexStringLower(hash.GetHashAndReset());

        // In constant time: how long a comparison takes must not tell how much of a guess was right.
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature));
    }
}
