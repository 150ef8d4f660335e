using FlowFunctions.Targets.Anaplan;

namespace FlowFunctions.Tests.Targets.Anaplan;

public sealed class AnaplanOptionsTests
{
    [Fact]
    public void Installation_without_Anaplan_is_valid() => Assert.Empty(FaultsOf(new()));

    [Fact]
    public void Every_fault_is_named_with_its_cure()
    {
        var faults = FaultsOf(new()
        {
            ApiAddress = "api.anaplan.com",
            AuthAddress = "https://user:secret@auth.example.com",
            UserName = "ann:example",
            Certificate = "no certificate",
            CertificateProof = "v3",
            RequestsPerMinute = 0,
            RequestTimeout = TimeSpan.FromMinutes(3),
        });

        Assert.Equal(9, faults.Count);
        Assert.All(faults, fault => Assert.StartsWith("Targets:Anaplan", fault, StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Targets:Anaplan:Password is missing", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Targets:Anaplan:Certificate cannot be used", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/no/such/file.pfx", "cannot be opened")]
    [InlineData(null, "is missing")]
    public void Certificate_that_cannot_be_read_is_told(string? path, string expected)
    {
        var fault = Assert.Single(FaultsOf(path is null ? new() { Password = "secret" } : new() { CertificatePath = path }));

        Assert.Contains(expected, fault);
    }

    [Fact]
    public void Certificate_without_its_key_is_told()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=x", key, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Contains("no RSA private key", Assert.Single(FaultsOf(new() { Certificate = certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() })));
        Assert.Contains("cannot be used", Assert.Single(FaultsOf(new() { Certificate = certificate.ExportCertificatePem() })));
    }

    private static List<string> FaultsOf(AnaplanOptions options) => [.. options.Faults()];
}
