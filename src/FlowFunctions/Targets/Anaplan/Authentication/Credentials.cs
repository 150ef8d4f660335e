using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>The configured user or certificate, as Anaplan's authentication asks for them ("Basic" and "CACertificate").</summary>
internal sealed class Credentials(IOptions<AnaplanOptions> options) : IDisposable
{
    /// <summary>What is signed; Anaplan asks for at least 100 bytes.</summary>
    private const int SignedBytes = 100;

    private readonly Lazy<X509Certificate2> _certificate = new(() => ClientCertificate.Load(options.Value), LazyThreadSafetyMode.PublicationOnly);

    /// <exception cref="AnaplanException">The certificate cannot be read any more, or is not valid at <paramref name="now"/>.</exception>
    public CredentialProof Prove(DateTimeOffset now)
    {
        if (!options.Value.HasCertificate)
        {
            var pair = Encoding.UTF8.GetBytes($"{options.Value.UserName}:{options.Value.Password}");
            return new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair)), null);
        }

        var certificate = Certificate();
        if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || now.UtcDateTime > certificate.NotAfter.ToUniversalTime())
        {
            throw new AnaplanException(
                RunErrorCodes.ConnectionRefused,
                $"The certificate in {AnaplanOptions.Section} is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} only. Configure one that is valid now, and register it with the user in Anaplan.");
        }

        var isTimed = !options.Value.CertificateProof.Equals("v1", StringComparison.OrdinalIgnoreCase);
        var data = RandomNumberGenerator.GetBytes(SignedBytes);
        if (isTimed)
        {
            // Its first eight bytes are the seconds since 1970: https://community.anaplan.com/discussion/156606.
            BinaryPrimitives.WriteInt64BigEndian(data, now.ToUnixTimeSeconds());
        }

        using var key = certificate.GetRSAPrivateKey()!;
        var signature = key.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
#pragma warning disable CA2000 // The request that sends it disposes it.
        return new(

            // The PEM text and not its bytes: so the service's own examples send it.
            new AuthenticationHeaderValue("CACertificate", Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()))),
            JsonBody.Of(new CertificateProof(isTimed ? "v2" : null, Convert.ToBase64String(data), Convert.ToBase64String(signature))));
#pragma warning restore CA2000
    }

    private sealed record CertificateProof(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EncodedDataFormat, string EncodedData, string EncodedSignedData);

    private X509Certificate2 Certificate()
    {
        try
        {
            return _certificate.Value;
        }
        catch (InvalidDataException exception)
        {
            throw new AnaplanException(RunErrorCodes.ConnectionRefused, exception.Message);
        }
    }

    public void Dispose()
    {
        if (_certificate.IsValueCreated)
        {
            _certificate.Value.Dispose();
        }
    }
}
