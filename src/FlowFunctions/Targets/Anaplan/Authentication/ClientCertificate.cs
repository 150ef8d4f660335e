using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Reads the certificate that the configuration gives, with its private key.</summary>
internal static class ClientCertificate
{
    private const string PemStart = "-----BEGIN";

    /// <exception cref="InvalidDataException">It cannot be read; the message has the setting and the cure, and nothing of its content.</exception>
    public static X509Certificate2 Load(AnaplanOptions options)
    {
        var setting = $"{AnaplanOptions.Section}:{(string.IsNullOrEmpty(options.Certificate) ? nameof(options.CertificatePath) : nameof(options.Certificate))}";
        X509Certificate2 certificate;
        try
        {
            certificate = Parse(options);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var why = exception is IOException or UnauthorizedAccessException ? "its file, or its key's, cannot be opened" : "it is no PEM or PFX with its key, or the password is another";
            throw new InvalidDataException(
                $"{setting} cannot be used: {why}. Give PEM (with CertificateKey or CertificateKeyPath where the key is apart) or PFX, and CertificatePassword where there is one.",
                exception);
        }

        using var key = certificate.GetRSAPrivateKey();
        if (key is null)
        {
            certificate.Dispose();
            throw new InvalidDataException($"{setting} has no RSA private key with it, which signs in its name; give CertificateKey or CertificateKeyPath, or a PFX that has the key.");
        }

        return certificate;
    }

    /// <exception cref="InvalidDataException">As from <see cref="Load"/>.</exception>
    public static string ThumbprintOf(AnaplanOptions options)
    {
        using var certificate = Load(options);
        return certificate.Thumbprint;
    }

    /// <summary>Null where it can be read.</summary>
    public static string? FaultOf(AnaplanOptions options)
    {
        try
        {
            Load(options).Dispose();
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }

    private static X509Certificate2 Parse(AnaplanOptions options)
    {
        var bytes = string.IsNullOrEmpty(options.Certificate) ? File.ReadAllBytes(options.CertificatePath!) : null;
        var text = bytes is null ? options.Certificate!.Trim() : AsPem(bytes);
        if (text?.StartsWith(PemStart, StringComparison.Ordinal) != true)
        {
            return X509CertificateLoader.LoadPkcs12(bytes ?? Convert.FromBase64String(text!), options.CertificatePassword);
        }

        var key = options.CertificateKey is { Length: > 0 } given ? given
            : options.CertificateKeyPath is { Length: > 0 } path ? File.ReadAllText(path)
            : text;
        return key.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(text, key, options.CertificatePassword)
            : X509Certificate2.CreateFromPem(text, key);
    }

    private static string? AsPem(byte[] bytes)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var start = text.IndexOf(PemStart, StringComparison.Ordinal);
        return start < 0 ? null : text[start..];
    }
}
