using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AnaplanSimulator.Authentication;

/// <summary>Who may authenticate, and how.</summary>
internal sealed class Accounts(TimeProvider time)
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _usersOfCertificates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _usedProofs = new(StringComparer.Ordinal);

    public void Add(string user, string password) => _passwords[user] = password;

    public void Add(string user, X509Certificate2 certificate) => _usersOfCertificates[certificate.GetCertHashString(HashAlgorithmName.SHA256)] = user;

    /// <summary>The user, or null where the password is not the user's.</summary>
    /// <param name="credentials">base64 of user:password.</param>
    public string? ByPassword(string credentials)
    {
        if (FromBase64(credentials) is not { } bytes || Encoding.UTF8.GetString(bytes).Split(':', 2) is not [var user, var password])
            return null;
        return _passwords.TryGetValue(user, out var expected) && expected == password ? user : null;
    }

    /// <summary>
    /// The user, or null where the certificate is not registered, not valid now, or did not sign the data with RSA-SHA512; or where the data has a time that is not now, or was there before.
    /// </summary>
    /// <param name="certificate">base64 of the certificate, as PEM or DER.</param>
    /// <param name="proof">What was signed, and the signature.</param>
    /// <param name="takesUntimed">Whether the data may be without the time.</param>
    public string? ByCertificate(string certificate, SignedData proof, bool takesUntimed)
    {
        if (FromBase64(certificate) is not { } bytes || FromBase64(proof.EncodedData) is not { Length: > 0 } signed || FromBase64(proof.EncodedSignedData) is not { } signature)
            return null;
        if (proof.EncodedDataFormat == "v2" ? !IsTimely(signed) || !_usedProofs.TryAdd(proof.EncodedData!, true) : !takesUntimed)
            return null;
        using var presented = Parse(bytes);
        var now = time.GetUtcNow().UtcDateTime;
        if (presented is null
            || !_usersOfCertificates.TryGetValue(presented.GetCertHashString(HashAlgorithmName.SHA256), out var user)
            || now < presented.NotBefore.ToUniversalTime() || now > presented.NotAfter.ToUniversalTime())
            return null;
        using var key = presented.GetRSAPublicKey();
        return key?.VerifyData(signed, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1) == true ? user : null;
    }

    /// <summary>100 bytes or more, the first eight of them the seconds since 1970.</summary>
    private bool IsTimely(byte[] signed) =>
        signed.Length >= 100 && Math.Abs(BinaryPrimitives.ReadInt64BigEndian(signed) - time.GetUtcNow().ToUnixTimeSeconds()) <= ClocksDiffer.TotalSeconds;

    /// <summary>A certificate from PEM or from base64 of DER; null where it is neither.</summary>
    public static X509Certificate2? Parse(string text) =>
        text.TrimStart().StartsWith("-----BEGIN", StringComparison.Ordinal) ? Parse(Encoding.ASCII.GetBytes(text.TrimStart()))
        : FromBase64(text.Trim()) is { } bytes ? Parse(bytes)
        : null;

    private static X509Certificate2? Parse(byte[] bytes)
    {
        try
        {
            return bytes.AsSpan().StartsWith("-----BEGIN"u8)
                ? X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(bytes))
                : X509CertificateLoader.LoadCertificate(bytes);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? FromBase64(string? text)
    {
        var buffer = new byte[text?.Length ?? 0];
        return text is not null && Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
    }
}
