using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

/// <summary>
/// A dataset that keeps to the facts of BigQuery's REST API as far as a client of it relies on them: tokens for signed assertions, tables and their rows in
/// pages, resumable uploads of multiples of 256 KiB, load jobs of which there is one by each id.
/// </summary>
internal sealed class FakeBigQuery : LoopbackServer
{
    public const string Project = "planning-example";
    public const string Dataset = "sales";

    private const string Email = "loader@planning-example.iam.gserviceaccount.com";

    /// <summary>Google's, whatever the address that the token is asked for at: its library says no other.</summary>
    private const string Audience = "https://oauth2.googleapis.com/token";

    private const int PageSize = 3;
    private const int UploadUnit = 256 * 1024;

    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (JsonObject Job, MemoryStream Bytes)> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Func<HttpContext, Task>?> _faults = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _tokenFaults = new();

    public ConcurrentDictionary<string, FakeTable> Tables { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, FakeJob> Jobs { get; } = new(StringComparer.Ordinal);

    /// <summary>How many assertions were taken.</summary>
    public int TokensGiven => _tokens.Count;

    /// <summary>The key's file as Google makes it.</summary>
    public Dictionary<string, string> ServiceAccountKey => KeyOf(_key);

    public static Dictionary<string, string> KeyOf(RSA key) => new(StringComparer.Ordinal)
    {
        ["type"] = "service_account",
        ["project_id"] = Project,
        ["private_key_id"] = "1",
        ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = Email,
        ["token_uri"] = "https://oauth2.googleapis.com/token",
    };

    public static Task<FakeBigQuery> StartAsync() => StartAsync(new FakeBigQuery());

    public void WithdrawTokens() => _tokens.Clear();

    /// <summary>The next requests with a token fail like this instead; a request that is cut has been taken up to <paramref name="takenBytes"/>.</summary>
    public void Fail(int times, int status, string reason = "backendError") =>
        Repeat(times, context => ErrorAsync(context, status, reason));

    public void Cut(int takenBytes) => Repeat(1, async context =>
    {
        var bytes = await BodyAsync(context);
        if (context.Request.Query["upload_id"].ToString() is { Length: > 0 } id)
        {
            _sessions[id].Bytes.Write(bytes, 0, takenBytes);
        }

        context.Abort();
    });

    /// <summary>Of each of the next blocks so many bytes are kept, and the rest is asked for.</summary>
    public void Trickle(int times, int keptBytes) => Repeat(times, async context =>
    {
        var bytes = await BodyAsync(context);
        var stored = _sessions[context.Request.Query["upload_id"].ToString()].Bytes;
        stored.Write(bytes, 0, Math.Min(keptBytes, bytes.Length));
        context.Response.StatusCode = 308;
        context.Response.Headers["Range"] = $"bytes=0-{stored.Length - 1}";
    });

    /// <summary>The next requests with a token are answered as they should be, before those that are to fail.</summary>
    public void Skip(int times) => Repeat(times, fault: null);

    /// <summary>The next requests with a token are answered like this instead, as a proxy would.</summary>
    public void Answer(int times, int status, string contentType, string body) => Repeat(times, context => WriteAsync(context, status, contentType, body));

    /// <summary>The next requests for a token are answered like this instead.</summary>
    public void AnswerForTokens(int times, int status, string contentType, string body)
    {
        for (var time = 0; time < times; time++)
        {
            _tokenFaults.Enqueue(context => WriteAsync(context, status, contentType, body));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _key.Dispose();
    }

    private static Task ErrorAsync(HttpContext context, int status, string reason, string? message = null)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { code = status, message = message ?? $"It is {reason}.", errors = new[] { new { reason } } } });
    }

    private static async Task WriteAsync(HttpContext context, int status, string contentType, string body)
    {
        await BodyAsync(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (status is >= 300 and < 400)
        {
            context.Response.Headers.Location = "https://login.example.com/";
        }

        await context.Response.WriteAsync(body);
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Repeat(int times, Func<HttpContext, Task>? fault)
    {
        for (var time = 0; time < times; time++)
        {
            _faults.Enqueue(fault);
        }
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/token")
        {
            await (_tokenFaults.TryDequeue(out var tokenFault) ? tokenFault(context) : GiveTokenAsync(context));
            return;
        }

        if (!_tokens.ContainsKey(context.Request.Headers.Authorization.ToString()))
        {
            await ErrorAsync(context, 401, "authError", "Request had invalid authentication credentials.");
            return;
        }

        if (_faults.TryDequeue(out var fault) && fault is not null)
        {
            await fault(context);
            return;
        }

        const string Root = $"/bigquery/v2/projects/{Project}/";
        var parts = path.StartsWith("/upload", StringComparison.Ordinal) ? ["upload"] : path.Replace(Root, "", StringComparison.Ordinal).Split('/');
        await (parts switch
        {
            ["upload"] => UploadAsync(context),
            ["datasets", Dataset] => context.Response.WriteAsJsonAsync(new { location = "EU" }),
            ["datasets", Dataset, "tables", var name] when Tables.TryGetValue(name, out var table) => context.Response.WriteAsJsonAsync(table.Describe()),
            ["datasets", Dataset, "tables", var name, "data"] when Tables.TryGetValue(name, out var table) => ListRowsAsync(context, table),
            ["jobs", var id] when Jobs.TryGetValue(id, out var job) && context.Request.Query["location"] == "EU" => context.Response.WriteAsJsonAsync(job.Poll()),
            ["jobs", var id, "cancel"] when Jobs.TryGetValue(id, out var job) => CancelAsync(context, job),
            _ => ErrorAsync(context, 404, "notFound"),
        });
    }

    /// <summary>RFC 7523: the assertion must be signed by the account's key, for Google, and not be over.</summary>
    private async Task GiveTokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var assertion = form["assertion"].ToString().Split('.');
        if (FaultOf(form["grant_type"].ToString(), assertion) is { } fault)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_grant", error_description = fault });
            return;
        }

        var token = Guid.CreateVersion7().ToString("N");
        _tokens[$"Bearer {token}"] = true;
        await context.Response.WriteAsJsonAsync(new { access_token = token, expires_in = 3600, token_type = "Bearer" });
    }

    /// <summary>Null where the assertion is good.</summary>
    private string? FaultOf(string grantType, string[] assertion)
    {
        if (grantType != "urn:ietf:params:oauth:grant-type:jwt-bearer" || assertion.Length != 3
            || !_key.VerifyData(Encoding.ASCII.GetBytes($"{assertion[0]}.{assertion[1]}"), FromBase64Url(assertion[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return "Invalid JWT Signature.";
        }

        using var claims = JsonDocument.Parse(FromBase64Url(assertion[1]));
        return claims.RootElement.GetProperty("iss").GetString() != Email ? "Invalid issuer."
            : claims.RootElement.GetProperty("aud").GetString() is var audience && audience != Audience ? $"Invalid audience {audience}."
            : claims.RootElement.GetProperty("scope").GetString() is var scope && scope != "https://www.googleapis.com/auth/bigquery" ? $"Invalid scope {scope}."
            : claims.RootElement.GetProperty("exp").GetInt64() < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() ? "The JWT is over."
            : null;
    }

    private static byte[] FromBase64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static Task ListRowsAsync(HttpContext context, FakeTable table)
    {
        var query = context.Request.Query;
        Assert.Equal("true", query["formatOptions.useInt64Timestamp"]);
        var start = int.Parse(query["startIndex"]!, CultureInfo.InvariantCulture);
        var page = table.Rows.Skip(start).Take(Math.Min(PageSize, int.Parse(query["maxResults"]!, CultureInfo.InvariantCulture)));
        return context.Response.WriteAsJsonAsync(new
        {
            totalRows = table.Rows.Count.ToString(CultureInfo.InvariantCulture),
            rows = page.Select(row => new { f = row.Select(value => new { v = value }) }),
        });
    }

    private async Task UploadAsync(HttpContext context)
    {
        var bytes = await BodyAsync(context);
        var id = context.Request.Query["upload_id"].ToString();
        if (id.Length == 0)
        {
            var job = JsonNode.Parse(bytes)!.AsObject();
            id = Guid.CreateVersion7().ToString("N");
            _sessions[id] = (job, new());
            context.Response.Headers.Location = $"https://www.googleapis.com{context.Request.Path}{context.Request.QueryString}&upload_id={id}";
        }
        else if (!_sessions.TryGetValue(id, out var session))
        {
            await ErrorAsync(context, 404, "notFound");
        }
        else if (HttpMethods.IsDelete(context.Request.Method))
        {
            _sessions.TryRemove(id, out _);
            context.Response.StatusCode = 499;
        }
        else
        {
            await ReceiveAsync(context, session.Job, session.Bytes, bytes);
        }
    }

    /// <summary>Content-Range is <c>bytes from-to/total</c>, either of the two an asterisk.</summary>
    private async Task ReceiveAsync(HttpContext context, JsonObject description, MemoryStream stored, byte[] bytes)
    {
        var range = context.Request.Headers.ContentRange.ToString()["bytes ".Length..].Split('/');
        var total = range[1] == "*" ? (long?)null : long.Parse(range[1], CultureInfo.InvariantCulture);
        if (range[0] != "*")
        {
            var from = long.Parse(range[0].Split('-')[0], CultureInfo.InvariantCulture);
            if (from > stored.Length || (total is null && bytes.Length % UploadUnit != 0))
            {
                await ErrorAsync(context, 400, "badRequest");
                return;
            }

            // What is there already is not written again.
            stored.Write(bytes.AsSpan((int)Math.Min(stored.Length - from, bytes.Length)));
        }

        if (total is { } whole && stored.Length == whole)
        {
            var id = (string)description["jobReference"]!["jobId"]!;
            var job = new FakeJob(description, stored.ToArray());
            if (Jobs.TryAdd(id, job))
            {
                await context.Response.WriteAsJsonAsync(description);
            }
            else
            {
                await ErrorAsync(context, 409, "duplicate");
            }

            return;
        }

        context.Response.StatusCode = 308;
        if (stored.Length > 0)
        {
            context.Response.Headers["Range"] = $"bytes=0-{stored.Length - 1}";
        }
    }

    private static Task CancelAsync(HttpContext context, FakeJob job)
    {
        job.IsCancelled = true;
        return context.Response.WriteAsJsonAsync(new { });
    }
}
