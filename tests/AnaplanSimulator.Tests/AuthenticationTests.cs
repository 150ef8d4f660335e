using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AnaplanSimulator.Tests;

public sealed class AuthenticationTests
{
    [Fact]
    public async Task Password_is_answered_with_a_token_that_lives_35_minutes()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        using var answer = await simulator.AuthenticateAsync(TestModel.User, TestModel.Password);

        var json = await SimulatorUnderTest.JsonOf(answer);
        var token = json.GetProperty("tokenInfo");
        Assert.Equal("SUCCESS", json.GetProperty("status").GetString());
        Assert.Equal(simulator.Time.GetUtcNow().AddMinutes(35).ToUnixTimeMilliseconds(), token.GetProperty("expiresAt").GetInt64());
        Assert.NotEmpty(token.GetProperty("tokenId").GetString()!);
        Assert.NotEmpty(token.GetProperty("refreshTokenId").GetString()!);
        simulator.UseToken(token.GetProperty("tokenValue").GetString()!);
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
    }

    [Theory]
    [InlineData(TestModel.User, "wrong")]
    [InlineData("nobody@example.com", TestModel.Password)]
    public async Task Wrong_password_is_answered_401(string user, string password)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        using var answer = await simulator.AuthenticateAsync(user, password);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("FAILURE_BAD_CREDENTIAL", (await SimulatorUnderTest.JsonOf(answer)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Token_is_refused_when_its_time_is_over()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { TokenLifetime = TimeSpan.FromMinutes(5) });

        simulator.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        simulator.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Get, "/files"));
    }

    [Fact]
    public async Task Unknown_and_missing_tokens_are_answered_401()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        simulator.UseToken("made-up");
        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        simulator.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Post, "/imports/112000000001/tasks", new { localeName = "en_US" }));
        Assert.Empty(simulator.Control.Tasks);
    }

    [Fact]
    public async Task Refresh_gives_a_new_token_that_outlives_the_old_one()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Time.Advance(TimeSpan.FromMinutes(30));

        using var answer = await simulator.SendAsync(HttpMethod.Post, "/token/refresh");

        var token = (await SimulatorUnderTest.JsonOf(answer)).GetProperty("tokenInfo").GetProperty("tokenValue").GetString()!;
        simulator.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        simulator.UseToken(token);
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
    }

    [Fact]
    public async Task Refresh_with_an_expired_token_is_answered_401()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.ExpireTokens();

        using var answer = await simulator.SendAsync(HttpMethod.Post, "/token/refresh");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Certificate_that_signed_the_data_is_answered_with_a_token(bool asPem)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        using var certificate = Certificate(simulator);
        simulator.Control.AddCertificate("carol@example.com", certificate);

        using var answer = await AuthenticateAsync(simulator, certificate, HashAlgorithmName.SHA512, asPem);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        simulator.UseToken((await SimulatorUnderTest.JsonOf(answer)).GetProperty("tokenInfo").GetProperty("tokenValue").GetString()!);
        Assert.Equal(HttpStatusCode.OK, await simulator.StatusAsync(HttpMethod.Get, "/files"));
        Assert.Equal("carol@example.com", simulator.Control.Requests[^1].User);
    }

    [Fact]
    public async Task Certificate_of_the_definition_may_authenticate()
    {
        await using var first = await SimulatorUnderTest.StartAsync();
        using var certificate = Certificate(first);
        await using var simulator = await SimulatorUnderTest.StartAsync(definition: TestModel.Definition with { Certificates = [new("dave@example.com", certificate.ExportCertificatePem())] });

        using var answer = await AuthenticateAsync(simulator, certificate, HashAlgorithmName.SHA512, asPem: false);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Certificate_is_refused_for_another_hash_another_key_or_data_that_were_changed()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        using var certificate = Certificate(simulator);
        using var unknown = Certificate(simulator);
        simulator.Control.AddCertificate("carol@example.com", certificate);

        using var otherHash = await AuthenticateAsync(simulator, certificate, HashAlgorithmName.SHA256, asPem: true);
        using var otherCertificate = await AuthenticateAsync(simulator, unknown, HashAlgorithmName.SHA512, asPem: true);
        using var otherKey = await AuthenticateAsync(simulator, certificate, HashAlgorithmName.SHA512, asPem: true, signer: unknown);
        using var noBody = await simulator.SendAsync(HttpMethod.Post, "/token/authenticate", authorization: new("CACertificate", Convert.ToBase64String(certificate.RawData)));

        Assert.All([otherHash, otherCertificate, otherKey, noBody], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
    }

    [Fact]
    public async Task Certificate_is_refused_after_its_last_day()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        using var certificate = Certificate(simulator);
        simulator.Control.AddCertificate("carol@example.com", certificate);
        simulator.Time.Advance(TimeSpan.FromDays(11));

        using var answer = await AuthenticateAsync(simulator, certificate, HashAlgorithmName.SHA512, asPem: true);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static X509Certificate2 Certificate(SimulatorUnderTest simulator)
    {
        using var key = RSA.Create(2048);
        var now = simulator.Time.GetUtcNow();
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(10));
    }

    private static async Task<HttpResponseMessage> AuthenticateAsync(
        SimulatorUnderTest simulator, X509Certificate2 certificate, HashAlgorithmName hash, bool asPem, X509Certificate2? signer = null)
    {
        var data = RandomNumberGenerator.GetBytes(150);
        using var key = (signer ?? certificate).GetRSAPrivateKey()!;
        return await simulator.SendAsync(
            HttpMethod.Post,
            "/token/authenticate",
            new { encodedData = Convert.ToBase64String(data), encodedSignedData = Convert.ToBase64String(key.SignData(data, hash, RSASignaturePadding.Pkcs1)) },
            new AuthenticationHeaderValue("CACertificate", Convert.ToBase64String(asPem ? Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()) : certificate.RawData)));
    }
}
