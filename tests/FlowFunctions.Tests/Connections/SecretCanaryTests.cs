using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Integrations;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Connections;

/// <summary>The whole application on its own host: what was once given as a secret is nowhere to be read again.</summary>
[Needs(Need.App)]
public sealed class SecretCanaryTests(AzuriteFixture azurite) : IDisposable
{
    private const string EndpointSignature = "canary-endpoint-signature-3fd1";
    private const string EndpointToken = "canary-endpoint-token-c07e";
    private const string RotatedToken = "canary-rotated-token-88b2";
    /// <summary>No secret: where a run's snapshot is, there it is.</summary>
    private const string Marker = "marker-team-5e0d";

    private const string PlainToken = "canary-plain-token-10aa";

    private static readonly string[] Canaries = [.. ConnectionBodies.Canaries, EndpointSignature, EndpointToken, RotatedToken, PlainToken];

    private const string Key = "canary-test-api-key-0123456789abcdefghijklmnop";

    private readonly string _keys = Directory.CreateTempSubdirectory("flow-functions-canary-").FullName;
    private readonly LogRecorder _log = new();
    private readonly List<ApiAnswer> _answers = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task No_row_blob_answer_or_log_line_shows_a_secret()
    {
        var account = azurite.NewAccount();
        using var spans = new SpanRecorder();
        var plain = await AddPlainAsync(account);
        await using var app = await HostedApp.StartAsync(Settings(account), builder =>
        {
            builder.Services.AddSingleton<ILoggerProvider>(_log);
            builder.Services.Configure<LoggerFilterOptions>(options =>
            {
                options.MinLevel = LogLevel.Trace;
                options.Rules.Clear();
            });
        });
        app.Client.DefaultRequestHeaders.Add("x-functions-key", Key);
        await Wait.Until(async () => (await app.Client.SendAsync("GET", "integrations")).Status == HttpStatusCode.OK);

        var blob = await CreateAsync(app, ConnectionBodies.Blob("Blob"));
        var s3 = await CreateAsync(app, ConnectionBodies.S3("S3"));
        var bigQuery = await CreateAsync(app, ConnectionBodies.BigQuery("BQ"));
        await ChangeAsync(app, blob, s3, bigQuery);
        await MisplaceAsync(app, s3);
        await RunAsync(app, s3);
        await CallEndpointAsync(app);
        await AskAsync(app, "GET", $"integrations/{plain}");
        await AskAsync(app, "GET", "integrations/connections");
        await AskAsync(app, "GET", "integrations/connections?naming=snake_case");
        await AskAsync(app, "DELETE", $"integrations/connections/{blob}");
        await app.StopAsync();

        Assert.All(_answers, answer => MustHide($"{answer.Text} {answer.Headers}", "An answer"));
        Assert.NotEmpty(_log.Lines);
        Assert.All(_log.Lines, line => MustHide(line, "A log line"));
        Assert.NotEmpty(spans.Texts);
        Assert.All(spans.Texts, text => MustHide(text, "A span"));
        var (rows, snapshots) = await SearchTablesAsync(account);
        Assert.True(rows > 10);
        Assert.True(snapshots > 0, "The history of runs was not looked into.");
        await SearchBlobsAsync(account);
        await SearchQueuesAsync(account);

        // The search can fail: the same words are found where they are not hidden.
        Assert.ThrowsAny<Exception>(() => MustHide($"sig={ConnectionBodies.SasSecret}", "A canary"));
        Assert.ThrowsAny<Exception>(() => MustHide($"sig={EndpointSignature}", "A canary"));
    }

    private async Task ChangeAsync(HostedApp app, string blob, string s3, string bigQuery)
    {
        (await AskAsync(app, "PUT", $"integrations/connections/{blob}", ConnectionBodies.BlobBody("Blob 2").ToJsonString())).MustBeOk();
        (await AskAsync(app, "PATCH", $"integrations/connections/{s3}", $$"""{"secretAccessKey":"{{ConnectionBodies.SecretAccessKey}}"}""")).MustBeOk();
        (await AskAsync(app, "PUT", $"integrations/connections/{bigQuery}", ConnectionBodies.BigQueryBody("BQ 2").ToJsonString(), ("If-Match", "*"))).MustBeOk();
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(app, "POST", "integrations/connections", ConnectionBodies.S3("s3"))).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await AskAsync(app, "PUT", $"integrations/connections/{s3}", ConnectionBodies.S3Body("S3").ToJsonString(), ("If-Match", "\"x\""))).Status);
    }

    /// <summary>Secrets in the wrong place, as people put them there.</summary>
    private async Task MisplaceAsync(HostedApp app, string s3)
    {
        foreach (var canary in ConnectionBodies.Canaries)
        {
            foreach (var field in new[] { "storageAccountName", "containerName", "authMethod", "sasToken", "workspaceId" })
            {
                var body = ConnectionBodies.BlobBody("Misplaced");
                body[field] = $"https://acme/?sig={canary}";
                await RefuseAsync("POST", "integrations/connections", new JsonObject { ["type"] = "AzureBlob", ["body"] = body }.ToJsonString());
            }

            await RefuseAsync("PATCH", $"integrations/connections/{s3}", $$"""{"bucketName":"s3://{{canary}}"}""");
            await RefuseAsync("PATCH", $"integrations/connections/{s3}", $$"""{"secretAccessKey":"{{canary}} ","accessKeyId":["{{canary}}"]}""");
            await RefuseAsync("POST", "integrations/connections", $$"""{"type":"AmazonS3","body":"{{canary}}"}""");
            await RefuseAsync("POST", "integrations/connections", $$"""{"type":"AmazonS3","body":{"secretAccessKey":"{{canary}}" """);
            await RefuseAsync("POST", "integrations/connections", $$$$"""{"type":"GoogleBigQuery","body":{"serviceAccountKey":"{\"private_key\":\"{{{{canary}}}}\"}"}}""");
            await RefuseAsync("POST", "integrations/connections", $$$$"""{"type":"GoogleBigQuery","body":{"serviceAccountKey":{"type":"{{{{canary}}}}","token_uri":"{{{{canary}}}}"}}}""");
        }

        async Task RefuseAsync(string method, string path, string body) => Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(app, method, path, body)).Status);
    }

    private async Task RunAsync(HostedApp app, string s3)
    {
        var created = (await AskAsync(
            app,
            "POST",
            "integrations",
            $$"""{"name":"Import","workspaceId":"w","modelId":"m","jobs":[{"type":"AmazonS3ToAnaplan","sources":[{"type":"AmazonS3","connectionId":"{{s3}}","file":"a.csv"}],"targets":[{"type":"Anaplan","actionId":112000000001,"fileId":113000000001}]}]}""")).MustBeOk();
        var id = created.Json.GetProperty("integration").GetProperty("integrationId").GetString();
        var runId = (await AskAsync(app, "POST", $"integrations/{id}/run")).MustBeOk().Json.GetProperty("run").GetProperty("id").GetString();
        var latest = await Wait.For(
            async () => (await AskAsync(app, "GET", $"integrations/{id}")).Json.GetProperty("integration").GetProperty("latestRun"),
            run => run.GetProperty("endDate").ValueKind == System.Text.Json.JsonValueKind.String);
        Assert.False(latest.GetProperty("success").GetBoolean());
        Assert.Contains("Gave up after 1 attempts", latest.GetProperty("message").GetString(), StringComparison.Ordinal);
        await AskAsync(app, "GET", $"integrations/run/{runId}");
        await AskAsync(app, "GET", $"integrations/runerror/{runId}");
        await AskAsync(app, "GET", $"integrations/runs/{id}");
    }

    /// <summary>As a version wrote it that did not keep endpoints' secrets apart.</summary>
    private static async Task<string> AddPlainAsync(string account)
    {
        var tables = new StorageTables(new TableServiceClient(account), Options.Create(new StorageOptions()));
        await tables.Integrations.CreateIfNotExistsAsync(Cancel);
        return await PlainSecrets.AddAsync(new(tables), "Plain", $"https://example.com/?code={PlainToken}", ("X-Key", PlainToken));
    }

    /// <summary>An endpoint that repeats what it is called with: first it works, then it fails.</summary>
    private async Task CallEndpointAsync(HostedApp app)
    {
        await using var server = await ScriptedEndpoint.StartAsync();
        server.Then(202, $$"""{"message":"as {{EndpointToken}}"}""", ("Location", $"/tasks/1?sig={EndpointSignature}"), ("Retry-After", "1"))
            .Then(200, $$"""{"message":"done as {{EndpointToken}}"}""")
            .Then(400, $$"""{"message":"no: Bearer {{RotatedToken}}, sig={{EndpointSignature}}"}""");
        string Body(string name, string token, string more = "") =>
            $$$"""{"name":"{{{name}}}","endpoint":{"url":"{{{server.Url}}}/run?v=1&sig={{{EndpointSignature}}}","headers":{"Authorization":"Bearer {{{token}}}","X-Team":"{{{Marker}}}"}{{{more}}} } }""";

        foreach (var _ in (int[])[1, 2])
        {
            (await AskAsync(app, "POST", "integrations", Body("Call", EndpointToken), ("Idempotency-Key", "call"))).MustBeOk();
        }

        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(app, "POST", "integrations", Body("call", EndpointToken))).Status);
        var id = (await AskAsync(app, "GET", "integrations")).Json.GetProperty("integrations").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "Call").GetProperty("integrationId").GetString()!;
        await AskAsync(app, "GET", $"integrations/{id}");
        await AskAsync(app, "GET", $"integrations/{id}?naming=snake_case");
        foreach (var refused in (string[])
            [
                Body("Call", EndpointToken, ",\"method\":\"GET\",\"header\":{}"),
                Body("Call", EndpointToken + "\\n"),
                Body("Call", EndpointToken).Replace("http://", "http://user:" + EndpointToken + "@", StringComparison.Ordinal),
                Body("Call", EndpointToken).Replace("http://", "ftp://", StringComparison.Ordinal),
                Body("Call", EndpointToken).Replace("/run", "/ run", StringComparison.Ordinal),
                Body("Call", EndpointToken).Replace("\"headers\":", "\"headers\":[],\"headers\":", StringComparison.Ordinal),
                Body("Call", EndpointToken)[..^5],
                """{"endpoint":{"url":"https://elsewhere.com/?sig=********"}}""",
            ])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(app, "PATCH", $"integrations/{id}", refused)).Status);
        }

        Assert.Equal("done as ********", await EndOfRunAsync(app, id, isGood: true));
        (await AskAsync(app, "PATCH", $"integrations/{id}", """{"name":"Renamed"}""")).MustBeOk();
        (await AskAsync(app, "PUT", $"integrations/{id}", Body("Rotated", RotatedToken))).MustBeOk();
        Assert.Equal("no: ********, sig=********", await EndOfRunAsync(app, id, isGood: false));
        await AskAsync(app, "GET", "notifications");
        (await AskAsync(app, "DELETE", $"integrations/{id}")).MustBeOk();

        Assert.Equal(
            [
                ($"POST /run?v=1&sig={EndpointSignature}", $"Bearer {EndpointToken}"),
                ($"GET /tasks/1?sig={EndpointSignature}", $"Bearer {EndpointToken}"),
                ($"POST /run?v=1&sig={EndpointSignature}", $"Bearer {RotatedToken}"),
            ],
            server.Received.Select(request => ($"{request.Method} {request.Path}", request.Headers["Authorization"])));
    }

    /// <summary>The message of the step.</summary>
    private async Task<string?> EndOfRunAsync(HostedApp app, string id, bool isGood)
    {
        var runId = (await AskAsync(app, "POST", $"integrations/{id}/run")).MustBeOk().Json.GetProperty("run").GetProperty("id").GetString();
        var run = await Wait.For(
            async () => (await AskAsync(app, "GET", $"integrations/run/{runId}")).Json.GetProperty("run"),
            run => run.GetProperty("endDate").ValueKind == System.Text.Json.JsonValueKind.String);
        await AskAsync(app, "GET", $"integrations/{id}");
        await AskAsync(app, "GET", $"integrations/runs/{id}");
        await AskAsync(app, "GET", $"integrations/runerror/{runId}");
        Assert.Equal(isGood, run.GetProperty("success").GetBoolean());
        return run.GetProperty("message").GetString();
    }

    private async Task<string> CreateAsync(HostedApp app, string body)
    {
        (await AskAsync(app, "POST", "integrations/connections", body, ("Idempotency-Key", body.Length.ToString()))).MustBeOk();
        var again = (await AskAsync(app, "POST", "integrations/connections", body, ("Idempotency-Key", body.Length.ToString()))).MustBeOk();
        return again.Json.GetProperty("connections").GetProperty("connectionId").GetString()!;
    }

    private async Task<ApiAnswer> AskAsync(HostedApp app, string method, string path, string? body = null, params IReadOnlyList<(string Name, string Value)> headers)
    {
        var answer = await app.Client.SendAsync(method, path, body, headers);
        _answers.Add(answer);
        return answer;
    }

    /// <summary>How many rows there are, and how many of them have a part of a run's snapshot.</summary>
    private static async Task<(int Rows, int Snapshots)> SearchTablesAsync(string account)
    {
        var (rows, snapshots) = (0, 0);
        var service = new TableServiceClient(account);
        await foreach (var table in service.QueryAsync(cancellationToken: Cancel))
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                rows++;
                snapshots += row.Any(property => property.Value is string text && text.Contains(Marker, StringComparison.Ordinal)) ? 1 : 0;
                foreach (var (name, value) in row)
                {
                    MustHide(value as string ?? (value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{value}"), $"Property {name} of a row of table {table.Name}");
                }
            }
        }

        return (rows, snapshots);
    }

    private static async Task SearchBlobsAsync(string account)
    {
        var service = new BlobServiceClient(account);
        await foreach (var container in service.GetBlobContainersAsync(cancellationToken: Cancel))
        {
            var client = service.GetBlobContainerClient(container.Name);
            await foreach (var blob in client.GetBlobsAsync(cancellationToken: Cancel))
            {
                var content = (await client.GetBlobClient(blob.Name).DownloadContentAsync(Cancel)).Value.Content;
                MustHide(IsCompressed(content) ? Decompress(content) : content.ToString(), $"Blob {blob.Name}");
            }
        }
    }

    private static async Task SearchQueuesAsync(string account)
    {
        var service = new QueueServiceClient(account);
        await foreach (var queue in service.GetQueuesAsync(cancellationToken: Cancel))
        {
            foreach (var message in (await service.GetQueueClient(queue.Name).PeekMessagesAsync(32, Cancel)).Value)
            {
                MustHide(message.Body.ToString(), $"A message in queue {queue.Name}");
                MustHide(
                    Convert.TryFromBase64String(message.Body.ToString(), new byte[message.Body.ToMemory().Length], out var _)
                        ? Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString()))
                        : "",
                    $"A message in queue {queue.Name}");
            }
        }
    }

    /// <summary>So the engine writes what is too long for a row.</summary>
    private static bool IsCompressed(BinaryData content) => content.ToMemory().Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    private static string Decompress(BinaryData content)
    {
        using var decompressed = new GZipStream(content.ToStream(), CompressionMode.Decompress);
        using var reader = new StreamReader(decompressed);
        return reader.ReadToEnd();
    }

    private static void MustHide(string text, string what) =>
        Assert.All(Canaries, canary =>
        {
            Assert.False(text.Contains(canary, StringComparison.OrdinalIgnoreCase), $"{what} shows '{canary}': {text}");
            Assert.False(text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(canary))[..12], StringComparison.Ordinal), $"{what} shows '{canary}' in Base64.");
        });

    private Dictionary<string, string> Settings(string account)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new()
        {
            ["AzureWebJobsStorage"] = account,
            [$"{SecretsOptions.Section}:{nameof(SecretsOptions.KeyFolder)}"] = _keys,

            // Nobody listens there: the secrets are used, and the step fails.
            ["Targets:AmazonS3:ServiceUrl"] = "http://127.0.0.1:1",
            ["Targets:MaxAttempts"] = "1",
            ["Security:Keys:0:Name"] = "ann",
            ["Security:Keys:0:Role"] = "editor",
            ["Security:Keys:0:Salt"] = Convert.ToBase64String(salt),
            ["Security:Keys:0:Hash"] = Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)])),
        };
    }

    /// <summary>What every span of this process tells, whoever would export it.</summary>
    private sealed class SpanRecorder : IDisposable
    {
        private readonly ActivityListener _listener;

        public SpanRecorder()
        {
            _listener = new()
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => Texts.Enqueue(
                    $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(one => one.Tags))}"),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<string> Texts { get; } = new();

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>Every line that anything logs, at any level, with its exception and its values.</summary>
    private sealed class LogRecorder : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Recorder(this);

        public void Dispose()
        {
        }

        private sealed class Recorder(LogRecorder owner) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                owner.Lines.Enqueue($"{formatter(state, exception)} {exception} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => value.Value)) : "")}");
        }
    }
}
