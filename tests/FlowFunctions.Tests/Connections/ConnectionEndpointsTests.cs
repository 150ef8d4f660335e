using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using FlowFunctions.Connections;
using FlowFunctions.Core;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Connections;

[Needs(Need.Azurite)]
public class ConnectionEndpointsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_of_every_kind_read_back_without_their_secrets_in_the_contracts_order()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var blob = await CreateAsync(application, ConnectionBodies.Blob("Blob"));
        application.Time.Advance(TimeSpan.FromSeconds(1));
        var s3 = await CreateAsync(application, ConnectionBodies.S3("S3"));
        application.Time.Advance(TimeSpan.FromSeconds(1));
        var bigQuery = await CreateAsync(application, ConnectionBodies.BigQuery("BQ"));

        var list = (await application.Client.SendAsync("GET", "integrations/connections")).MustBeOk();

        Assert.Equal(
            $$$"""
            [{"connectionId":"{{{blob}}}","connectionType":"AzureBlob","status":1,"integrationErrorCode":null,"workspaceId":null,"createdBy":"ann","creationDate":"2026-11-23T09:30:00.000Z","modifiedBy":null,"modificationDate":"2026-11-23T09:30:00.000Z","body":{"name":"Blob","storageAccountName":"acme","containerName":"raw","authMethod":"SAS-based"}},{"connectionId":"{{{s3}}}","connectionType":"AmazonS3","status":1,"integrationErrorCode":null,"workspaceId":null,"createdBy":"ann","creationDate":"2026-11-23T09:30:01.000Z","modifiedBy":null,"modificationDate":"2026-11-23T09:30:01.000Z","body":{"name":"S3","bucketName":"plan-data"}},{"connectionId":"{{{bigQuery}}}","connectionType":"GoogleBigQuery","status":1,"integrationErrorCode":null,"workspaceId":"8a81","createdBy":"ann","creationDate":"2026-11-23T09:30:02.000Z","modifiedBy":null,"modificationDate":"2026-11-23T09:30:02.000Z","body":{"name":"BQ","dataset":"sales"}}]
            """,
            list.Json.GetProperty("connections").GetRawText());
        Assert.Equal("""{"paging":{"currentPageSize":3,"offset":0,"totalSize":3}}""", list.Json.GetProperty("meta").GetRawText());
    }

    [Fact]
    public async Task Connection_is_read_with_its_tag_under_which_a_later_change_is_refused_and_never_with_a_secret()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.Blob("Blob"));

        var read = (await application.Client.SendAsync("GET", $"integrations/connections/{id}")).MustBeOk();
        var tag = read.Tag!;
        var first = await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"containerName":"refined"}""", ("If-Match", tag));
        var second = await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"containerName":"mine"}""", ("If-Match", tag));

        first.MustBeOk();
        second.MustBeError(HttpStatusCode.PreconditionFailed);
        Assert.Equal("raw", read.Json.GetProperty("connection").GetProperty("body").GetProperty("containerName").GetString());
        Assert.DoesNotContain(ConnectionBodies.SasSecret, read.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("""{"integrations":[],"count":0,"last":null}""", read.Json.GetProperty("use").GetRawText());
        (await application.Client.SendAsync("GET", $"integrations/connections/{ResourceId.New(DateTimeOffset.UnixEpoch)}")).MustBeError(HttpStatusCode.NotFound);
    }

    /// <summary>By what the integrations say of their latest runs: no history is read.</summary>
    [Fact]
    public async Task Connection_says_which_integrations_use_it_and_when_one_did_last()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.Blob("Blob"));
        var other = await CreateAsync(application, ConnectionBodies.Blob("Other"));
        var store = application.Services.GetRequiredService<IntegrationStore>();
        await AddAsync("sales", id, At(10), "success");
        var plan = await AddAsync("Plan", id, At(12), "failure");
        await AddAsync("never", id, null, "");
        await AddAsync("elsewhere", other, At(14), "success");

        var use = (await application.Client.SendAsync("GET", $"integrations/connections/{id}")).MustBeOk().Json.GetProperty("use");

        Assert.Equal(["never", "Plan", "sales"], use.GetProperty("integrations").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(3, use.GetProperty("count").GetInt32());
        Assert.Equal($$"""{"integrationId":"{{plan}}","name":"Plan","startDate":"2026-11-22T12:00:00.000Z","outcome":"failure"}""", use.GetProperty("last").GetRawText());

        static DateTimeOffset At(int hour) => new(2026, 11, 22, hour, 0, 0, TimeSpan.Zero);

        async Task<string> AddAsync(string name, string connection, DateTimeOffset? ran, string outcome)
        {
            var integration = new IntegrationDocument
            {
                Id = ResourceId.New(application.Time.GetUtcNow()),
                Input = new()
                {
                    Name = name,
                    Jobs = [new() { Type = JobType.AzureBlobToAnaplan, Item = new() { ConnectionId = connection, Name = "file.csv" }, Action = new("112000000007", "113000000003") }],
                },
                CreatedBy = "ann",
                CreationDate = At(1),
                ModificationDate = At(1),
                LatestRun = ran is { } start
                    ? new() { TriggeredBy = "ann", StartDate = start, EndDate = start.AddMinutes(1), Success = outcome == "success", Message = outcome, Outcome = outcome, TriggerSource = "manual" }
                    : null,
            };
            Assert.True((await store.CreateAsync(integration, Cancel)).IsWritten);
            return integration.Id;
        }
    }

    [Fact]
    public async Task List_is_paged_sorted_filtered_and_written_in_snake_case()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await CreateAsync(application, ConnectionBodies.S3("b"));
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync(application, ConnectionBodies.S3("C"));
        (await application.ClientWith(ApiApplication.OtherEditorKey).SendAsync("POST", "integrations/connections", ConnectionBodies.S3("a"))).MustBeOk();

        Assert.Equal(["a", "b", "C"], await NamesAsync("sortBy=name"));
        Assert.Equal(["C", "b", "a"], await NamesAsync("sortBy=-name"));
        Assert.Equal(["b"], await NamesAsync("limit=1&offset=1&sortBy=name"));
        Assert.Equal(["b", "C"], await NamesAsync("myIntegrations=1"));
        var snake = (await application.Client.SendAsync("GET", "integrations/connections?naming=snake_case")).MustBeOk().Json.GetProperty("connections")[0];
        Assert.Equal("plan-data", snake.GetProperty("body").GetProperty("bucket_name").GetString());
        Assert.Equal("AmazonS3", snake.GetProperty("connection_type").GetString());
        (await application.Client.SendAsync("GET", "integrations/connections?limit=0&sortBy=type")).MustBeError(HttpStatusCode.BadRequest);

        async Task<IEnumerable<string?>> NamesAsync(string query) =>
            (await application.Client.SendAsync("GET", $"integrations/connections?{query}")).MustBeOk().Json.GetProperty("connections")
                .EnumerateArray().Select(connection => connection.GetProperty("body").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Secrets_are_found_under_the_connections_secret_id()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var blob = await CreateAsync(application, ConnectionBodies.Blob("Blob"));
        var s3 = await CreateAsync(application, ConnectionBodies.S3("S3"));
        var bigQuery = await CreateAsync(application, ConnectionBodies.BigQuery("BQ"));

        Assert.Equal(new AzureBlobSecret($"sv=2024-11-04&sr=c&sig={ConnectionBodies.SasSecret}"), await SecretOfAsync(application, blob));
        Assert.Equal(new AmazonS3Secret(ConnectionBodies.AccessKeyId, ConnectionBodies.SecretAccessKey), await SecretOfAsync(application, s3));
        var key = Assert.IsType<GoogleBigQuerySecret>(await SecretOfAsync(application, bigQuery)).ServiceAccountKey;
        Assert.Equal(10, key.Count);
        Assert.Contains(ConnectionBodies.PrivateKey, key["private_key"], StringComparison.Ordinal);
        Assert.Equal("https://www.googleapis.com/oauth2/v1/certs", key["auth_provider_x509_cert_url"]);
    }

    [Fact]
    public async Task Replaced_connection_has_new_credentials_and_the_old_are_gone()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.BigQuery("BQ"));
        var before = (await application.Connections.GetAsync(id, Cancel))!;
        application.Time.Advance(TimeSpan.FromMinutes(1));
        var body = ConnectionBodies.BigQueryBody("BQ 2");
        body.Remove("workspaceId");
        body["serviceAccountKey"]!["private_key"] = "another";

        var answer = (await application.ClientWith(ApiApplication.OtherEditorKey).SendAsync("PUT", $"integrations/connections/{id}", body.ToJsonString())).MustBeOk();

        Assert.Equal(id, answer.Json.GetProperty("connections").GetProperty("connectionId").GetString());
        var after = (await application.Connections.GetAsync(id, Cancel))!;
        Assert.Equal(("BQ 2", null, "bob"), (after.Name, after.Input.WorkspaceId, after.ModifiedBy));
        Assert.Equal(application.Time.GetUtcNow(), after.ModificationDate);
        Assert.Equal("another", Assert.IsType<GoogleBigQuerySecret>(await SecretOfAsync(application, id)).ServiceAccountKey["private_key"]);
        Assert.Null(await application.Services.GetRequiredService<ISecretStore>().FindAsync(before.SecretId!, Cancel));
    }

    [Fact]
    public async Task Patch_of_a_name_leaves_the_credentials_where_they_are()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.Blob("Blob"));
        var before = (await application.Connections.GetAsync(id, Cancel))!;

        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"name":"Renamed","container_name":"refined"}""")).MustBeOk();

        var after = (await application.Connections.GetAsync(id, Cancel))!;
        Assert.Equal(new ConnectionInput { Name = "Renamed", Settings = new AzureBlobSettings("acme", "refined") }, after.Input);
        Assert.Equal(before.SecretId, after.SecretId);
        Assert.NotNull(await SecretOfAsync(application, id));
    }

    [Fact]
    public async Task Connection_by_the_services_identity_has_no_credentials_and_gets_and_loses_them_with_its_method()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, """{"type":"AzureBlob","body":{"name":"Blob","storageAccountName":"acme","containerName":"raw","authMethod":"ManagedIdentity"}}""");
        Assert.Null((await application.Connections.GetAsync(id, Cancel))!.SecretId);
        Assert.Equal("ManagedIdentity", await MethodAsync());

        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"authMethod":"SAS-based","sasToken":"sv=1&sig=a"}""")).MustBeOk();
        Assert.Equal(new AzureBlobSecret("sv=1&sig=a"), await SecretOfAsync(application, id));
        Assert.Equal("SAS-based", await MethodAsync());

        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"authMethod":"ManagedIdentity"}""")).MustBeOk();
        Assert.Null((await application.Connections.GetAsync(id, Cancel))!.SecretId);
        Assert.Equal(0, await SecretRows.CountAsync(application, Cancel));

        async Task<string?> MethodAsync() =>
            (await application.Client.SendAsync("GET", "integrations/connections")).MustBeOk().Json.GetProperty("connections")[0].GetProperty("body").GetProperty("authMethod").GetString();
    }

    [Fact]
    public async Task Patch_of_half_a_key_keeps_the_other_half()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));

        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"secretAccessKey":"rotated"}""")).MustBeOk();

        Assert.Equal(new AmazonS3Secret(ConnectionBodies.AccessKeyId, "rotated"), await SecretOfAsync(application, id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Patch_of_half_a_key_whose_other_half_is_lost_is_409_and_the_whole_key_heals_it(bool isThereButUnreadable)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));
        var secretId = (await application.Connections.GetAsync(id, Cancel))!.SecretId!;
        await application.Services.GetRequiredService<ISecretStore>().DeleteAsync(secretId, Cancel);
        if (isThereButUnreadable)
        {
            var row = new TableEntity("secrets", secretId) { ["Payload"] = "what no key of this machine has made" };
            await application.Services.GetRequiredService<StorageTables>().Connections.AddEntityAsync(row, Cancel);
        }

        var half = await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"secretAccessKey":"rotated"}""");
        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"secretAccessKey":"rotated","accessKeyId":"NEW"}""")).MustBeOk();

        Assert.Contains("give all of them", half.MustBeError(HttpStatusCode.Conflict).Message, StringComparison.Ordinal);
        Assert.Equal(new AmazonS3Secret("NEW", "rotated"), await SecretOfAsync(application, id));
    }

    [Fact]
    public async Task Known_fault_reads_as_status_0_until_the_place_or_the_credentials_change()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));
        await application.Connections.UpdateAsync(id, current => current with { ErrorCode = 4 }, Cancel);

        Assert.Equal((0, 4), await StatusAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"name":"Other name"}""")).MustBeOk();
        Assert.Equal((0, 4), await StatusAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"bucketName":"other-bucket"}""")).MustBeOk();
        Assert.Equal((1, null), await StatusAsync());

        async Task<(int Status, int? Code)> StatusAsync()
        {
            var connection = (await application.Client.SendAsync("GET", "integrations/connections")).Json.GetProperty("connections")[0];
            var code = connection.GetProperty("integrationErrorCode");
            return (connection.GetProperty("status").GetInt32(), code.ValueKind == JsonValueKind.Null ? null : code.GetInt32());
        }
    }

    [Fact]
    public async Task Deleted_connection_is_gone_with_its_credentials_and_its_name_is_free()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));
        var secretId = (await application.Connections.GetAsync(id, Cancel))!.SecretId!;

        var deleted = (await application.Client.SendAsync("DELETE", $"integrations/connections/{id}")).MustBeOk();

        Assert.Equal("""{"status":{"code":200,"message":"Success"}}""", deleted.Text);
        Assert.Null(await application.Services.GetRequiredService<ISecretStore>().FindAsync(secretId, Cancel));
        (await application.Client.SendAsync("DELETE", $"integrations/connections/{id}")).MustBeError(HttpStatusCode.NotFound);
        await CreateAsync(application, ConnectionBodies.Blob("s3"));
    }

    [Fact]
    public async Task Name_that_is_taken_is_409_and_leaves_no_credentials_behind()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await CreateAsync(application, ConnectionBodies.S3("Taken"));
        var id = await CreateAsync(application, ConnectionBodies.S3("Other"));

        var created = await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.Blob("TAKEN"));
        var replaced = await application.Client.SendAsync("PUT", $"integrations/connections/{id}", ConnectionBodies.S3Body("taken ").ToJsonString());
        var patched = await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"name":"taken"}""");

        Assert.Equal("Another connection is named 'TAKEN'; names are compared without regard to case.", created.MustBeError(HttpStatusCode.Conflict).Message);
        replaced.MustBeError(HttpStatusCode.Conflict);
        patched.MustBeError(HttpStatusCode.Conflict);
        Assert.Equal(2, await SecretRows.CountAsync(application, Cancel));
        Assert.NotNull(await SecretOfAsync(application, id));
    }

    [Fact]
    public async Task If_Match_guards_every_change()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var created = (await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"))).MustBeOk();
        var path = $"integrations/connections/{created.Json.GetProperty("connections").GetProperty("connectionId").GetString()}";
        var body = ConnectionBodies.S3Body("S3").ToJsonString();
        var current = (await application.Client.SendAsync("PUT", path, body, ("If-Match", created.Tag!))).MustBeOk().Tag!;

        foreach (var (method, content) in new[] { ("PUT", body), ("PATCH", """{"name":"x"}"""), ("DELETE", null) })
        {
            (await application.Client.SendAsync(method, path, content, ("If-Match", created.Tag!))).MustBeError(HttpStatusCode.PreconditionFailed);
        }

        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
        (await application.Client.SendAsync("DELETE", path, null, ("If-Match", current))).MustBeOk();
    }

    [Fact]
    public async Task Same_request_with_an_idempotency_key_makes_one_connection()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var first = (await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"), ("Idempotency-Key", "k"))).MustBeOk();
        var again = (await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"), ("Idempotency-Key", "k"))).MustBeOk();
        var other = await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3 2"), ("Idempotency-Key", "k"));

        Assert.Equal(first.Text, again.Text);
        other.MustBeError(HttpStatusCode.Conflict);
        Assert.Equal(1, (await application.Connections.ListAsync(new(0, 10), Cancel)).TotalSize);
    }

    [Fact]
    public async Task Unknown_id_is_404_and_what_cannot_be_read_is_an_error()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var unknown = $"integrations/connections/{ResourceId.New(DateTimeOffset.UnixEpoch)}";
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));

        foreach (var (method, body) in new[] { ("GET", null), ("PUT", "{}"), ("PATCH", "{}"), ("DELETE", null) })
        {
            (await application.Client.SendAsync(method, unknown, body)).MustBeError(HttpStatusCode.NotFound);
        }

        (await application.Client.SendAsync("POST", unknown, "{}")).MustBeError(HttpStatusCode.MethodNotAllowed);
        (await application.Client.SendAsync("PUT", $"integrations/connections/{id}", ConnectionBodies.BlobBody("n").ToJsonString())).MustBeError(HttpStatusCode.BadRequest);
        (await application.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"name":""}""")).MustBeError(HttpStatusCode.BadRequest);
        (await application.Client.SendAsync("POST", "integrations/connections", new string(' ', (1024 * 1024) + 1))).MustBeError(HttpStatusCode.RequestEntityTooLarge);
        (await application.ClientWith(ApiApplication.ViewerKey).SendAsync("GET", "integrations/connections")).MustBeOk();
        (await application.ClientWith(ApiApplication.OperatorKey).SendAsync("POST", "integrations/connections", ConnectionBodies.S3("x"))).MustBeError(HttpStatusCode.Forbidden);
        (await application.ClientWith(null).SendAsync("GET", "integrations/connections")).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Changes_at_once_leave_a_connection_with_its_own_credentials()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => application.Client.SendAsync(
            "PATCH",
            $"integrations/connections/{id}",
            number % 3 == 0 ? $$"""{"secretAccessKey":"half{{number}}"}""" : $$"""{"name":"{{number}}","accessKeyId":"ID{{number}}","secretAccessKey":"key{{number}}"}""")));

        Assert.All(answers, answer => answer.MustBeOk());
        var secret = Assert.IsType<AmazonS3Secret>(await SecretOfAsync(application, id));
        // A name and an id come together and stay so; half of a secret goes with what is stored of the other half.
        var name = (await application.Connections.GetAsync(id, Cancel))!.Name;
        Assert.Matches("^[0-9]+$", name);
        Assert.Equal("ID" + name, secret.AccessKeyId);
        Assert.Matches($"^(key{name}|half[0-9]+)$", secret.SecretAccessKey);

        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
    }

    [Fact]
    public async Task Credentials_that_a_crash_left_are_deleted_once_they_are_old()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var secrets = application.Services.GetRequiredService<ISecretStore>();
        var id = await CreateAsync(application, ConnectionBodies.S3("S3"));
        var left = await secrets.AddAsync("left by a crash", Cancel);
        application.Time.Advance(UnusedSecrets.SafeAge + TimeSpan.FromSeconds(1));
        var beingWritten = await secrets.AddAsync("of a connection that comes next", Cancel);

        await CreateAsync(application, ConnectionBodies.S3("S3 2"));

        Assert.Null(await secrets.FindAsync(left, Cancel));
        Assert.NotNull(await secrets.FindAsync(beingWritten, Cancel));
        Assert.NotNull(await SecretOfAsync(application, id));
    }

    private static async Task<ConnectionSecret?> SecretOfAsync(ApiApplication application, string id) =>
        await application.Services.GetRequiredService<ConnectionSecrets>().FindAsync((await application.Connections.GetAsync(id, Cancel))!.SecretId!, Cancel);

    private static async Task<string> CreateAsync(ApiApplication application, string body) =>
        (await application.Client.SendAsync("POST", "integrations/connections", body)).MustBeOk().Json.GetProperty("connections").GetProperty("connectionId").GetString()!;
}
