using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AnaplanSimulator.Authentication;

/// <summary>Who may authenticate, and how.</summary>
internal sealed class Accounts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _usersOfCertificates = new(StringComparer.Ordinal);

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

    /// <summary>The user, or null where the certificate is not registered, not valid now, or did not sign the data.</summary>
    /// <param name="certificate">base64 of the certificate, as PEM or DER.</param>
    /// <param name="encodedData">base64 of what was signed.</param>
    /// <param name="encodedSignedData">base64 of its RSA-SHA512 signature.</param>
    public string? ByCertificate(string certificate, string? encodedData, string? encodedSignedData)
    {
        if (FromBase64(certificate) is not { } bytes || FromBase64(encodedData) is not { Length: > 0 } signed || FromBase64(encodedSignedData) is not { } signature)
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
