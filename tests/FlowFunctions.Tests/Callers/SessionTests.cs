using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Callers;

/// <summary>Signing in with a one-time code.</summary>
[Needs(Need.Azurite)]
public sealed class SessionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>Nothing listens at port 1.</summary>
    private const string AccountThatIsAway =
        "DefaultEndpointsProtocol=http;AccountName=away;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/away;BlobEndpoint=http://127.0.0.1:1/away;QueueEndpoint=http://127.0.0.1:1/away";

    private static readonly string NoCode = new('A', 43);

    private ApiApplication _application = null!;

    public async ValueTask InitializeAsync() => _application = await ApiApplication.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Theory]
    [InlineData(ApiApplication.EditorKey, "ann", "editor", HttpStatusCode.BadRequest)]
    [InlineData(ApiApplication.ViewerKey, "victor", "viewer", HttpStatusCode.Forbidden)]
    public async Task Session_is_of_the_key_that_made_the_code_and_may_what_it_may(string key, string name, string role, HttpStatusCode whenCreating)
    {
        var session = (await OpenAsync(await CodeAsync(key))).MustBeOk().Json.GetProperty("session");
        var token = session.GetProperty("token").GetString()!;

        var caller = (await AsAsync(token, "GET", "caller")).MustBeOk().Json.GetProperty("caller");

        Assert.Equal((name, role, "2026-11-23T17:30:00.000Z"), (session.GetProperty("name").GetString(), session.GetProperty("role").GetString(), session.GetProperty("expiresAt").GetString()));
        Assert.Equal(
            $$"""{"name":"{{name}}","role":"{{role}}","signIn":"session","expiresAt":"2026-11-23T17:30:00.000Z"}""",
            caller.GetRawText());
        Assert.Equal(whenCreating, (await AsAsync(token, "POST", "integrationflows", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _application.ClientWith(token).SendAsync("GET", "integrationflows")).Status);
    }

    [Fact]
    public async Task Code_opens_one_session_however_often_and_how_closely_it_is_used()
    {
        var code = await CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync(code)));
        var later = await OpenAsync(code);

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK).Append(later), answer => answer.MustBeError(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Code_that_was_used_has_expired_or_never_was_one_is_refused_alike()
    {
        var (used, late) = (await CodeAsync(), await CodeAsync());
        (await OpenAsync(used)).MustBeOk();
        _application.Time.Advance(SessionStore.CodeLifetime);

        var refused = await Task.WhenAll(new[] { used, late, NoCode, late[..^1], late.ToUpperInvariant(), "'or 1 eq 1", new('x', 200) }.Select(OpenAsync));

        var message = Assert.Single(refused.Select(answer => answer.MustBeError(HttpStatusCode.NotFound).Message).Distinct());
        Assert.DoesNotContain(late, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_just_before_its_end_opens_a_session()
    {
        var code = await CodeAsync();
        _application.Time.Advance(SessionStore.CodeLifetime - TimeSpan.FromSeconds(1));

        (await OpenAsync(code)).MustBeOk();
    }

    [Theory]
    [InlineData("{}", "code")]
    [InlineData("""{"code":1}""", "code")]
    [InlineData("""{"kode":"a"}""", "kode", "code")]
    public async Task Body_without_a_code_is_malformed(string body, params string[] paths) =>
        Assert.Equal(paths, (await _application.ClientWith(null).SendAsync("POST", "caller/session", body)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);

    [Fact]
    public async Task Session_ends_with_its_time_and_is_not_prolonged()
    {
        var token = await TokenAsync();
        for (var hour = 0; hour < 7; hour++)
        {
            _application.Time.Advance(TimeSpan.FromHours(1));
            (await AsAsync(token, "GET", "caller")).MustBeOk();
        }

        _application.Time.Advance(TimeSpan.FromHours(1));

        (await AsAsync(token, "GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);
        (await AsAsync(token, "GET", "integrationflows")).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_that_was_ended_is_over_at_once_here_and_within_a_moment_elsewhere()
    {
        var token = await TokenAsync();
        (await AsAsync(token, "GET", "caller")).MustBeOk();
        var elsewhere = new SessionStore(_application.Services.GetRequiredService<StorageTables>(), _application.Services.GetRequiredService<KeyRing>(), _application.Time);
        Assert.Equal("ann", (await elsewhere.FindAsync(token, CancellationToken.None))?.Name);

        (await AsAsync(token, "POST", "caller/session/end")).MustBeOk();

        (await AsAsync(token, "GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);
        Assert.NotNull(elsewhere.FindKnown(token));
        _application.Time.Advance(SessionStore.KnownFor);
        Assert.Null(elsewhere.FindKnown(token));
        Assert.Null(await elsewhere.FindAsync(token, CancellationToken.None));
    }

    /// <summary>Whoever takes a key away from somebody takes their sessions, too; a change of its role counts at once.</summary>
    [Fact]
    public async Task Session_and_code_end_with_their_key()
    {
        var (token, code) = (await TokenAsync(), await CodeAsync());
        (await AsAsync(token, "GET", "caller")).MustBeOk();

        _application.Services.GetRequiredService<KeyRing>().Load([]);

        (await AsAsync(token, "GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);
        (await OpenAsync(code)).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Session_makes_no_code_and_a_key_has_no_session_to_end()
    {
        var token = await TokenAsync();

        (await AsAsync(token, "POST", "caller/codes")).MustBeError(HttpStatusCode.Forbidden);
        (await _application.Client.SendAsync("POST", "caller/session/end")).MustBeError(HttpStatusCode.NotFound);
        (await _application.ClientWith(null).SendAsync("POST", "caller/codes")).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("fs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("fs_")]
    [InlineData("fs_/////////////////////////////////////////////")]
    public async Task Token_that_is_none_is_no_credential(string token) => (await AsAsync(token, "GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);

    /// <summary>Behind a proxy all have one address: whoever tries codes there must keep nobody from signing in.</summary>
    [Fact]
    public async Task Codes_that_open_nothing_are_answered_a_few_times_a_minute_and_one_that_does_always_is()
    {
        var code = await CodeAsync();
        var answered = 0;
        while ((await OpenAsync(NoCode)).Status == HttpStatusCode.NotFound)
        {
            // A minute may end on the way, and what it gives with it.
            Assert.InRange(++answered, 1, 3 * RequestRate.CodesPerMinute);
        }

        var malformed = await _application.ClientWith(null).SendAsync("POST", "caller/session", "{}");
        (await OpenAsync(code)).MustBeOk();
        var again = (await OpenAsync(code)).MustBeError((HttpStatusCode)429);

        Assert.True(answered >= RequestRate.CodesPerMinute);
        malformed.MustBeError((HttpStatusCode)429);
        Assert.NotNull(again.Headers.RetryAfter);
        (await _application.Client.SendAsync("GET", "caller")).MustBeOk();
    }

    [Fact]
    public async Task Strangers_of_the_same_address_take_nothing_from_a_session()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services.Configure<SecurityOptions>(security =>
            (security.RateLimit.Tokens, security.RateLimit.Period, security.RateLimit.Burst) = (1, TimeSpan.FromHours(1), 4)));
        var code = (await application.Client.SendAsync("POST", "caller/codes")).MustBeOk().Json.GetProperty("code").GetProperty("code").GetString();
        var opened = await application.ClientWith(null).SendAsync("POST", "caller/session", JsonSerializer.Serialize(new { code }));
        var session = application.ClientWith(opened.MustBeOk().Json.GetProperty("session").GetProperty("token").GetString());
        for (var i = 0; i < 4; i++)
        {
            (await application.ClientWith($"fs_{new string((char)('a' + i), 43)}").SendAsync("GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);
        }

        (await application.ClientWith($"fs_{NoCode}").SendAsync("GET", "caller")).MustBeError(HttpStatusCode.TooManyRequests);

        // At first, and when it has to be read again.
        (await session.SendAsync("GET", "caller")).MustBeOk();
        application.Time.Advance(SessionStore.KnownFor);
        (await session.SendAsync("GET", "caller")).MustBeOk();
        (await session.SendAsync("GET", "caller")).MustBeOk();
        (await session.SendAsync("GET", "caller")).MustBeOk();
        (await session.SendAsync("GET", "caller")).MustBeError(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Session_that_cannot_be_looked_up_is_not_refused_and_what_is_none_is_without_asking()
    {
        var token = await TokenAsync();
        await using var away = await ApiApplication.StartAsync(AccountThatIsAway, makeTables: false);
        away.Services.GetRequiredService<StorageReadiness>().MarkReady();

        (await away.ClientWith(token).SendAsync("GET", "caller")).MustBeError(HttpStatusCode.ServiceUnavailable);
        (await away.ClientWith($"fs_{NoCode}").SendAsync("GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);
        (await away.ClientWith(null).SendAsync("POST", "caller/session", JsonSerializer.Serialize(new { code = NoCode }))).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Body_that_is_longer_than_any_code_is_not_read()
    {
        var refused = await _application.ClientWith(null).SendAsync("POST", "caller/session", JsonSerializer.Serialize(new { code = new string('x', 4096) }));

        Assert.Contains("4 KiB", refused.MustBeError(HttpStatusCode.RequestEntityTooLarge).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_has_neither_the_code_nor_the_token_nor_the_key()
    {
        var (code, token) = (await CodeAsync(), await TokenAsync());

        var rows = await _application.Services.GetRequiredService<StorageTables>().Sessions.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(2, rows.Count);
        var stored = JsonSerializer.Serialize(rows);
        Assert.All(new[] { code, token, token[3..], ApiApplication.EditorKey }, secret => Assert.DoesNotContain(secret, stored, StringComparison.Ordinal));
    }

    /// <summary>A code in the table of kept answers would be there for a day, in the clear.</summary>
    [Fact]
    public async Task Answers_with_secrets_are_not_kept_for_a_repetition()
    {
        var first = (await _application.Client.SendAsync("POST", "caller/codes", null, ("Idempotency-Key", "one"))).MustBeOk();
        var second = (await _application.Client.SendAsync("POST", "caller/codes", null, ("Idempotency-Key", "one"))).MustBeOk();

        Assert.NotEqual(first.Text, second.Text);
        Assert.Empty(await _application.Services.GetRequiredService<StorageTables>().Idempotency.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task What_has_expired_is_swept_and_the_rest_is_left()
    {
        await CodeAsync();
        var old = await TokenAsync();
        _application.Time.Advance(TimeSpan.FromHours(4));
        var young = await TokenAsync();
        await CodeAsync();
        _application.Time.Advance(TimeSpan.FromHours(4) + TimeSpan.FromSeconds(1));

        var purged = await _application.Services.GetRequiredService<SessionPurge>().PurgeAsync(CancellationToken.None);

        Assert.Equal(3, purged);
        (await AsAsync(old, "GET", "caller")).MustBeError(HttpStatusCode.Unauthorized);
        (await AsAsync(young, "GET", "caller")).MustBeOk();
    }

    private async Task<string> CodeAsync(string key = ApiApplication.EditorKey)
    {
        var code = (await _application.ClientWith(key).SendAsync("POST", "caller/codes")).MustBeOk().Json.GetProperty("code");
        Assert.Equal(_application.Time.GetUtcNow() + SessionStore.CodeLifetime, code.GetProperty("expiresAt").GetDateTimeOffset());
        return code.GetProperty("code").GetString()!;
    }

    private Task<ApiAnswer> OpenAsync(string code) => _application.ClientWith(null).SendAsync("POST", "caller/session", JsonSerializer.Serialize(new { code }));

    private async Task<string> TokenAsync() => (await OpenAsync(await CodeAsync())).MustBeOk().Json.GetProperty("session").GetProperty("token").GetString()!;

    private Task<ApiAnswer> AsAsync(string token, string method, string path, string? body = null) =>
        _application.ClientWith(null).SendAsync(method, path, body, ("Authorization", $"Bearer {token}"));
}
