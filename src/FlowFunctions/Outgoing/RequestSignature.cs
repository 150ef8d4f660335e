using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Outgoing;

/// <summary>
/// The header by which an endpoint knows that a call is ours and fresh:
/// <c>X-Flows-Signature: t=&lt;unix seconds&gt;,v1=&lt;hex&gt;</c>, where hex is HMAC-SHA256, keyed with the shared secret in UTF-8, over the
/// timestamp's digits, a full stop and the body's bytes (none for a poll). The endpoint computes the same, compares in constant
/// time, and refuses an old timestamp. The scheme is that of Stripe's webhook signatures.
/// </summary>
internal static class RequestSignature
{
    public const string HeaderName = "X-Flows-Signature";

    public static string Create(string secret, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(timestamp));
        hash.AppendData("."u8);
        hash.AppendData(body);
        return $"t={timestamp},v1={Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
