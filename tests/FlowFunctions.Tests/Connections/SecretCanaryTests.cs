using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using FlowFunctions.Secrets;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Tests.Connections;

/// <summary>The whole application on its own host: what was once given as a secret is nowhere to be read again.</summary>
[Needs(Need.App)]
public sealed class SecretCanaryTests(AzuriteFixture azurite) : IDisposable
{
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
        await AskAsync(app, "GET", "integrations/connections");
        await AskAsync(app, "GET", "integrations/connections?naming=snake_case");
        await AskAsync(app, "DELETE", $"integrations/connections/{blob}");
        await app.StopAsync();

        Assert.All(_answers, answer => MustHide($"{answer.Text} {answer.Headers}", "An answer"));
        Assert.NotEmpty(_log.Lines);
        Assert.All(_log.Lines, line => MustHide(line, "A log line"));
        Assert.True(await SearchTablesAsync(account) > 10);
        await SearchBlobsAsync(account);

        // The search can fail: the same words are found where they are not hidden.
        Assert.ThrowsAny<Exception>(() => MustHide($"sig={ConnectionBodies.SasSecret}", "A canary"));
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

    private static async Task<int> SearchTablesAsync(string account)
    {
        var count = 0;
        var service = new TableServiceClient(account);
        await foreach (var table in service.QueryAsync(cancellationToken: Cancel))
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                count++;
                foreach (var (name, value) in row)
                {
                    MustHide(value as string ?? (value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{value}"), $"Property {name} of a row of table {table.Name}");
                }
            }
        }

        return count;
    }

    private static async Task SearchBlobsAsync(string account)
    {
        var service = new BlobServiceClient(account);
        await foreach (var container in service.GetBlobContainersAsync(cancellationToken: Cancel))
        {
            var client = service.GetBlobContainerClient(container.Name);
            await foreach (var blob in client.GetBlobsAsync(cancellationToken: Cancel))
            {
                MustHide((await client.GetBlobClient(blob.Name).DownloadContentAsync(Cancel)).Value.Content.ToString(), $"Blob {blob.Name}");
            }
        }
    }

    private static void MustHide(string text, string what) =>
        Assert.All(ConnectionBodies.Canaries, canary =>
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
