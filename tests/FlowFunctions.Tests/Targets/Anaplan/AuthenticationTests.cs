using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AnaplanSimulator.Faults;
using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using Microsoft.Extensions.Time.Testing;
using static FlowFunctions.Tests.Targets.Anaplan.AnaplanHost;

namespace FlowFunctions.Tests.Targets.Anaplan;

[Needs(Need.Azurite)]
public sealed class AuthenticationTests(AzuriteFixture azurite)
{
    private const string Authentications = "POST /token/authenticate";
    private const string Refreshes = "POST /token/refresh";
    private const string FileLists = "GET **/files";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_is_shared_by_all_steps()
    {
        await using var host = await StartAsync(azurite, time: _time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ListAsync(host)));

        Assert.Equal(1, host.Control.Count(Authentications));
        Assert.Equal(20, host.Control.Count(FileLists));
    }

    [Theory]
    [InlineData(2100)]
    [InlineData(10)]
    public async Task Token_is_refreshed_before_it_expires(int lifetimeInSeconds)
    {
        await using var host = await StartAsync(azurite, new() { TokenLifetime = TimeSpan.FromSeconds(lifetimeInSeconds) }, _time);
        await ListAsync(host);

        _time.Advance(TimeSpan.FromSeconds(lifetimeInSeconds - 1));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ListAsync(host)));

        Assert.Equal((1, 1), (host.Control.Count(Authentications), host.Control.Count(Refreshes)));
        Assert.All(host.Control.Requests, request => Assert.NotEqual(401, request.Status));
    }

    [Fact]
    public async Task Token_that_cannot_be_refreshed_is_got_anew()
    {
        await using var host = await StartAsync(azurite, time: _time);
        await ListAsync(host);
        host.Control.Add(new Fault { Requests = Refreshes, Status = 401 });

        _time.Advance(TimeSpan.FromMinutes(34.5));
        await ListAsync(host);

        Assert.Equal((2, 1), (host.Control.Count(Authentications), host.Control.Count(Refreshes)));
    }

    [Fact]
    public async Task Token_whose_time_is_over_is_not_sent()
    {
        await using var host = await StartAsync(azurite, time: _time);
        await ListAsync(host);

        _time.Advance(TimeSpan.FromHours(2));
        await ListAsync(host);

        Assert.Equal((2, 0), (host.Control.Count(Authentications), host.Control.Count(Refreshes)));
        Assert.All(host.Control.Requests, request => Assert.NotEqual(401, request.Status));
    }

    [Fact]
    public async Task Refused_token_is_replaced_once_for_all()
    {
        await using var host = await StartAsync(azurite, time: _time);
        await ListAsync(host);
        host.Control.ExpireTokens();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ListAsync(host)));

        Assert.Equal(2, host.Control.Count(Authentications));
        Assert.InRange(host.Control.Count(FileLists), 12, 21);
    }

    [Fact]
    public async Task Task_is_started_once_where_the_token_was_refused()
    {
        await using var host = await StartAsync(azurite, time: _time);
        await ListAsync(host);
        host.Control.ExpireTokens();

        var taskId = await host.Api.StartTaskAsync(DeleteSales, Cancel);

        Assert.Equal(taskId, Assert.Single(host.Control.Tasks).TaskId);
    }

    [Fact]
    public async Task Service_that_refuses_every_token_is_asked_twice()
    {
        await using var host = await StartAsync(azurite, time: _time);
        host.Control.Add(new Fault { Requests = FileLists, Status = 401, Times = null });

        var refused = await Assert.ThrowsAsync<AnaplanException>(() => ListAsync(host));

        Assert.Equal((RunErrorCodes.ConnectionRefused, false), (refused.ErrorCode, refused.IsTransient));
        Assert.Equal((2, 2), (host.Control.Count(FileLists), host.Control.Count(Authentications)));
    }

    [Fact]
    public async Task Wrong_password_is_told_and_tried_once_in_a_while()
    {
        await using var host = await StartAsync(azurite, null, _time, ("Password", "wrong"));

        var refusals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Assert.ThrowsAsync<AnaplanException>(() => ListAsync(host))));
        await Assert.ThrowsAsync<AnaplanException>(() => ListAsync(host));

        Assert.All(refusals, refusal => Assert.Equal((RunErrorCodes.ConnectionRefused, false), (refusal.ErrorCode, refusal.IsTransient)));
        Assert.All(refusals, refusal => Assert.Contains("user name or password in Targets:Anaplan:UserName and :Password", refusal.Message));
        Assert.All(refusals, refusal => Assert.DoesNotContain("wrong", refusal.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1, host.Control.Count(Authentications));

        host.Control.AddUser(User, "wrong");
        _time.Advance(AccessTokens.RefusalLifetime);
        await ListAsync(host);
        Assert.Equal(2, host.Control.Count(Authentications));
    }

    [Fact]
    public async Task Password_may_have_colons_and_letters_of_any_script()
    {
        await using var host = await StartAsync(azurite, null, _time, ("UserName", "ann@example.com"), ("Password", "geheim: ü学"));
        host.Control.AddUser("ann@example.com", "geheim: ü学");

        await ListAsync(host);

        Assert.Equal("ann@example.com", host.Control.Requests[^1].User);
    }

    [Fact]
    public async Task Installation_without_credentials_says_what_to_set()
    {
        await using var host = await StartAsync(azurite, null, _time, ("UserName", null), ("Password", null));

        var refused = await Assert.ThrowsAsync<AnaplanException>(() => ListAsync(host));

        Assert.Equal((RunErrorCodes.ConnectionRefused, false), (refused.ErrorCode, refused.IsTransient));
        Assert.Contains("Targets:Anaplan:UserName", refused.Message);
        Assert.Empty(host.Control.Requests);
    }

    [Theory]
    [InlineData("pem in a setting")]
    [InlineData("pem with its key apart")]
    [InlineData("encrypted key")]
    [InlineData("pfx in a setting")]
    [InlineData("pem file")]
    [InlineData("pfx file")]
    public async Task Certificate_authenticates_its_user(string form)
    {
        using var certificate = Certificate(_time.GetUtcNow().AddDays(10));
        var folder = Directory.CreateTempSubdirectory("flow-functions-tests-");
        try
        {
            await using var host = await StartAsync(azurite, null, _time, [("UserName", null), ("Password", null), .. SettingsOf(certificate, form, folder.FullName)]);
            host.Control.AddCertificate("carol@example.com", certificate);

            await ListAsync(host);

            Assert.Equal("carol@example.com", host.Control.Requests[^1].User);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The service takes a proof once: what was lost with its answer is not sent again.</summary>
    [Fact]
    public async Task Certificate_proves_itself_by_the_time_and_anew_at_each_attempt()
    {
        using var certificate = CertificateOf(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(10));
        await using var host = await StartAsync(
            azurite, new() { TakesUntimedProofs = false }, null, [("UserName", null), ("Password", null), .. SettingsOf(certificate, "pfx in a setting", "")]);
        host.Control.AddCertificate("carol@example.com", certificate);
        host.Control.Add(new Fault { Requests = Authentications, LoseAnswer = true });

        await ListAsync(host);

        Assert.Equal(2, host.Control.Count(Authentications));
        Assert.Equal("carol@example.com", host.Control.Requests[^1].User);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Certificate_proves_itself_without_the_time_where_that_is_set(bool isTaken)
    {
        using var certificate = Certificate(_time.GetUtcNow().AddDays(10));
        await using var host = await StartAsync(
            azurite, new() { TakesUntimedProofs = isTaken }, _time, [("CertificateProof", "v1"), ("UserName", null), ("Password", null), .. SettingsOf(certificate, "pfx in a setting", "")]);
        host.Control.AddCertificate("carol@example.com", certificate);

        var refusal = await Record.ExceptionAsync(() => ListAsync(host));

        Assert.Equal(isTaken, refusal is null);
    }

    [Fact]
    public async Task Certificate_that_nobody_registered_is_told()
    {
        using var certificate = Certificate(_time.GetUtcNow().AddDays(10));
        await using var host = await StartAsync(azurite, null, _time, [("UserName", null), ("Password", null), .. SettingsOf(certificate, "pfx in a setting", "")]);

        var refused = await Assert.ThrowsAsync<AnaplanException>(() => ListAsync(host));

        Assert.Equal(RunErrorCodes.ConnectionRefused, refused.ErrorCode);
        Assert.Contains("refused the certificate", refused.Message);
    }

    [Fact]
    public async Task Certificate_after_its_last_day_is_not_sent()
    {
        using var certificate = Certificate(_time.GetUtcNow().AddDays(10));
        await using var host = await StartAsync(azurite, null, _time, [("UserName", null), ("Password", null), .. SettingsOf(certificate, "pfx in a setting", "")]);
        _time.Advance(TimeSpan.FromDays(11));

        var refused = await Assert.ThrowsAsync<AnaplanException>(() => ListAsync(host));

        Assert.Contains("valid from 2026-11-23 to 2026-12-04 only", refused.Message);
        Assert.Empty(host.Control.Requests);
    }

    private static Task<IReadOnlyList<ModelFile>> ListAsync(AnaplanHost host) => host.Api.ListFilesAsync(Model, Cancel);

    private X509Certificate2 Certificate(DateTimeOffset until) => CertificateOf(_time.GetUtcNow().AddDays(-1), until);

    private static X509Certificate2 CertificateOf(DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, until);
    }

    private static (string Key, string? Value)[] SettingsOf(X509Certificate2 certificate, string form, string folder)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        var pem = certificate.ExportCertificatePem();
        switch (form)
        {
            case "pem in a setting":
                return [("Certificate", pem + "\n" + key.ExportPkcs8PrivateKeyPem())];
            case "pem with its key apart":
                return [("Certificate", pem), ("CertificateKey", key.ExportRSAPrivateKeyPem())];
            case "encrypted key":
                var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("opensesame", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
                return [("Certificate", pem), ("CertificateKey", encrypted), ("CertificatePassword", "opensesame")];
            case "pfx in a setting":
                return [("Certificate", Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12)))];
            case "pem file":
                File.WriteAllText(Path.Combine(folder, "user.pem"), pem);
                File.WriteAllText(Path.Combine(folder, "user.key"), key.ExportPkcs8PrivateKeyPem());
                return [("CertificatePath", Path.Combine(folder, "user.pem")), ("CertificateKeyPath", Path.Combine(folder, "user.key"))];
            default:
                File.WriteAllBytes(Path.Combine(folder, "user.pfx"), certificate.Export(X509ContentType.Pkcs12, "opensesame"));
                return [("CertificatePath", Path.Combine(folder, "user.pfx")), ("CertificatePassword", "opensesame")];
        }
    }
}
