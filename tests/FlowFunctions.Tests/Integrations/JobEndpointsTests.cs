using System.Net;
using FlowFunctions.Core;
using FlowFunctions.Core.Tests.Integrations;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Connections;

namespace FlowFunctions.Tests.Integrations;

/// <summary>Integrations that carry data through connections.</summary>
[Needs(Need.Azurite)]
public class JobEndpointsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_of_every_kind_read_back_with_their_connections()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (blob, s3, bigQuery) = await ConnectAsync(application);
        var id = await CreateAsync(application, Integration(
            $$"""
            {"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"{{blob}}","file":"in/a.csv"}],"targets":[{"type":"Anaplan","actionId":112000000064,"fileId":"113000000055"}]},
            {"type":"AmazonS3ToAnaplan","sources":[{"type":"AmazonS3","connection_id":"{{s3}}","file":"b.csv"}],"targets":[{"type":"Anaplan","action_id":"1","file_id":2}]},
            {"type":"GoogleBigQueryToAnaplan","sources":[{"type":"GoogleBigQuery","connectionId":"{{bigQuery}}","table":"sales"}],"targets":[{"type":"Anaplan","actionId":3,"fileId":4}]},
            {"type":"AnaplanToAzureBlob","sources":[{"type":"Anaplan","actionId":5}],"targets":[{"type":"AzureBlob","connectionId":"{{blob}}","file":"out/","overwrite":true}]},
            {"type":"AnaplanToAmazonS3","sources":[{"type":"Anaplan","actionId":6}],"targets":[{"type":"AmazonS3","connectionId":"{{s3}}","file":"out.csv"}]},
            {"type":"AnaplanToGoogleBigQuery","sources":[{"type":"Anaplan","actionId":7}],"targets":[{"type":"GoogleBigQuery","connectionId":"{{bigQuery}}","table":"plan","overwrite":true}]}
            """,
            ",'processId':118000000012"));

        var integration = (await application.Client.SendAsync("GET", $"integrations/{id}")).MustBeOk().Json.GetProperty("integration");

        var azure = "\"connectionName\":\"Blob\",\"isConnectionDeleted\":false,\"bucketName\":null";
        var amazon = "\"connectionName\":\"S3\",\"isConnectionDeleted\":false,\"bucketName\":\"plan-data\"";
        var google = "\"connectionName\":\"BQ\",\"isConnectionDeleted\":false,\"bucketName\":null";
        Assert.Equal(
            [
                $$"""{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"{{blob}}","file":"in/a.csv",{{azure}}}],"targets":[{"type":"Anaplan","actionId":"112000000064","fileId":"113000000055"}]}""",
                $$"""{"type":"AmazonS3ToAnaplan","sources":[{"type":"AmazonS3","connectionId":"{{s3}}","file":"b.csv",{{amazon}}}],"targets":[{"type":"Anaplan","actionId":"1","fileId":"2"}]}""",
                $$"""{"type":"GoogleBigQueryToAnaplan","sources":[{"type":"GoogleBigQuery","connectionId":"{{bigQuery}}","table":"sales",{{google}}}],"targets":[{"type":"Anaplan","actionId":"3","fileId":"4"}]}""",
                $$"""{"type":"AnaplanToAzureBlob","sources":[{"type":"Anaplan","actionId":"5"}],"targets":[{"type":"AzureBlob","connectionId":"{{blob}}","file":"out/","overwrite":true,{{azure}}}]}""",
                $$"""{"type":"AnaplanToAmazonS3","sources":[{"type":"Anaplan","actionId":"6"}],"targets":[{"type":"AmazonS3","connectionId":"{{s3}}","file":"out.csv","overwrite":false,{{amazon}}}]}""",
                $$"""{"type":"AnaplanToGoogleBigQuery","sources":[{"type":"Anaplan","actionId":"7"}],"targets":[{"type":"GoogleBigQuery","connectionId":"{{bigQuery}}","table":"plan","overwrite":true,{{google}}}]}""",
            ],
            integration.GetProperty("jobs").EnumerateArray().Select(job => job.GetRawText()));
        Assert.Equal("118000000012", integration.GetProperty("processId").GetString());
        Assert.False(integration.TryGetProperty("integrationType", out _));
    }

    [Fact]
    public async Task Type_is_derived_for_lists_and_for_the_steps_of_flows()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (blob, s3, _) = await ConnectAsync(application);
        var import = await CreateAsync(application, Integration(Import(blob)).Replace("\"n\"", "\"Import\"", StringComparison.Ordinal));
        application.Time.Advance(TimeSpan.FromSeconds(1));
        var export = await CreateAsync(application, Integration(Export(s3)).Replace("\"n\"", "\"Export\"", StringComparison.Ordinal));
        application.Time.Advance(TimeSpan.FromSeconds(1));
        var process = await CreateAsync(application, Integration($"{Import(blob)},{Export(s3)}", ",'processId':'7'").Replace("\"n\"", "\"Process\"", StringComparison.Ordinal));
        application.Time.Advance(TimeSpan.FromSeconds(1));
        var endpoint = await application.Client.CreateIntegrationAsync("Endpoint");
        var flow = await application.Client.CreateFlowAsync("Flow", import, export, process, endpoint);

        string[] expected = ["Import", "Export", "Process", "Process"];
        Assert.Equal(expected, (await application.Client.SendAsync("GET", "integrations")).Json.GetProperty("integrations").EnumerateArray().Select(item => item.GetProperty("integrationType").GetString()));
        Assert.Equal(expected, (await application.Client.SendAsync("GET", $"integrationflows/{flow}")).Json.GetProperty("integrationFlow").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Deleted_connection_is_marked_and_keeps_its_name_and_the_integration_stays()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (_, s3, _) = await ConnectAsync(application);
        var import = await CreateAsync(application, Integration($$"""{"type":"AmazonS3ToAnaplan","sources":[{"type":"AmazonS3","connectionId":"{{s3}}","file":"b.csv"}],"targets":[{"type":"Anaplan","actionId":1,"fileId":2}]}"""));
        (await application.Client.SendAsync("PATCH", $"integrations/connections/{s3}", """{"bucketName":"moved"}""")).MustBeOk();
        Assert.Equal(("S3", false, "moved"), await SourceAsync());

        (await application.Client.SendAsync("DELETE", $"integrations/connections/{s3}")).MustBeOk();

        Assert.Equal(("S3", true, "plan-data"), await SourceAsync());

        async Task<(string? Name, bool IsDeleted, string? Bucket)> SourceAsync()
        {
            var source = (await application.Client.SendAsync("GET", $"integrations/{import}")).MustBeOk().Json.GetProperty("integration").GetProperty("jobs")[0].GetProperty("sources")[0];
            return (source.GetProperty("connectionName").GetString(), source.GetProperty("isConnectionDeleted").GetBoolean(), source.GetProperty("bucketName").GetString());
        }
    }

    [Fact]
    public async Task Integration_may_not_refer_to_a_connection_that_is_unknown_deleted_or_of_another_kind()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (blob, s3, _) = await ConnectAsync(application);
        var id = await CreateAsync(application, Integration(Import(blob)));
        var unknown = ResourceId.New(DateTimeOffset.UnixEpoch);
        var wrong = Integration($"{Import(unknown)},{Import(s3)}").Replace("\"n\"", "\"other\"", StringComparison.Ordinal);

        foreach (var (method, path) in new[] { ("POST", "integrations"), ("PUT", $"integrations/{id}"), ("PATCH", $"integrations/{id}") })
        {
            var answer = (await application.Client.SendAsync(method, path, wrong)).MustBeError(HttpStatusCode.BadRequest);
            Assert.Equal(["jobs[0].sources[0].connectionId", "jobs[1].sources[0].connectionId"], answer.ErrorPaths);
            Assert.Contains("leads to AmazonS3", answer.Json.GetProperty("errors")[1].GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        (await application.Client.SendAsync("DELETE", $"integrations/connections/{blob}")).MustBeOk();
        var renamed = await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"renamed"}""");
        Assert.Equal(["jobs[0].sources[0].connectionId"], renamed.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", "{\"jobs\":[" + Export(s3) + "]}")).MustBeOk();
    }

    [Fact]
    public async Task Patch_of_another_field_leaves_the_jobs_as_they_are()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (blob, s3, bigQuery) = await ConnectAsync(application);
        var id = await CreateAsync(application, Integration(
            Import(blob) + "," + Export(s3) + ","
            + $$"""{"type":"AnaplanToGoogleBigQuery","sources":[{"type":"Anaplan","actionId":7}],"targets":[{"type":"GoogleBigQuery","connectionId":"{{bigQuery}}","table":"plan","overwrite":true}]}""",
            ",'processId':7"));
        var before = await JobsAsync();

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"Renamed","nuxVisible":true}""")).MustBeOk();
        Assert.Equal(before, await JobsAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"jobs":null}""")).MustBeOk();
        Assert.Equal("null", await JobsAsync());

        async Task<string> JobsAsync() =>
            (await application.Client.SendAsync("GET", $"integrations/{id}")).MustBeOk().Json.GetProperty("integration").GetProperty("jobs").GetRawText();
    }

    [Fact]
    public async Task Integration_that_may_run_twice_says_so_and_others_say_nothing()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, """{"name":"n","workspaceId":"w","modelId":"m","processId":7,"idempotent":true}""");

        Assert.True(await ReadAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"renamed"}""")).MustBeOk();
        Assert.True(await ReadAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"idempotent":null}""")).MustBeOk();
        Assert.Null(await ReadAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"idempotent":true}""")).MustBeOk();
        var refused = await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"processId":null,"endpoint":{"url":"https://example.com/"}}""");
        Assert.Equal(["idempotent"], refused.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);

        async Task<bool?> ReadAsync() =>
            (await application.Client.SendAsync("GET", $"integrations/{id}")).MustBeOk().Json.GetProperty("integration").TryGetProperty("idempotent", out var value) ? value.GetBoolean() : null;
    }

    [Fact]
    public async Task Process_may_become_an_import_and_an_import_an_endpoint()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (blob, _, _) = await ConnectAsync(application);
        var id = await CreateAsync(application, """{"name":"n","workspaceId":"w","modelId":"m","processId":7}""");

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", "{\"processId\":null,\"jobs\":[" + Import(blob) + "]}")).MustBeOk();
        Assert.Equal("Import", await TypeAsync());
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"processId":null}""")).MustBeOk();
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"endpoint":{"url":"http://localhost/"}}""")).MustBeError(HttpStatusCode.BadRequest);
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"jobs":null,"endpoint":{"url":"http://localhost/"}}""")).MustBeOk();
        Assert.Equal("Process", await TypeAsync());

        async Task<string?> TypeAsync() => (await application.Client.SendAsync("GET", "integrations")).Json.GetProperty("integrations")[0].GetProperty("integrationType").GetString();
    }

    [Fact]
    public async Task Running_integration_may_be_changed_and_not_deleted()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (blob, _, _) = await ConnectAsync(application);
        var id = await CreateAsync(application, Integration(Import(blob)));
        await application.Integrations.UpdateAsync(id, current => current with { ActiveRunId = "run", ActiveSince = application.Time.GetUtcNow() }, Cancel);

        (await application.Client.SendAsync("PUT", $"integrations/{id}", Integration(Import(blob)).Replace("\"n\"", "\"changed\"", StringComparison.Ordinal))).MustBeOk();

        (await application.Client.SendAsync("DELETE", $"integrations/{id}")).MustBeError(HttpStatusCode.Conflict);
        var changed = (await application.Integrations.GetAsync(id, Cancel))!;
        Assert.Equal(("changed", "run"), (changed.Name, changed.ActiveRunId));
    }

    [Fact]
    public async Task Malformed_jobs_are_400_with_every_path_and_none_is_stored()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        foreach (var row in MalformedJobs.All)
        {
            var (name, document, paths) = row.Data;

            var answer = await application.Client.SendAsync("POST", "integrations", document);

            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"'{name}': {answer.Text}");
            Assert.Equal(paths.Order(StringComparer.Ordinal), answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths.Order(StringComparer.Ordinal));
        }

        Assert.Equal(0, (await application.Integrations.ListAsync(new(0, 10), Cancel)).TotalSize);
    }

    private static string Import(string connectionId) =>
        $$"""{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"{{connectionId}}","file":"in/a.csv"}],"targets":[{"type":"Anaplan","actionId":112000000064,"fileId":"113000000055"}]}""";

    private static string Export(string connectionId) =>
        $$"""{"type":"AnaplanToAmazonS3","sources":[{"type":"Anaplan","actionId":6}],"targets":[{"type":"AmazonS3","connectionId":"{{connectionId}}","file":"out/"}]}""";

    private static string Integration(string jobs, string more = "") =>
        $$"""{"name":"n","version":"2.0","workspaceId":"w","modelId":"m","jobs":[{{jobs}}]{{more.Replace('\'', '"')}}}""";

    private static async Task<(string Blob, string S3, string BigQuery)> ConnectAsync(ApiApplication application) =>
        (await ConnectAsync(application, ConnectionBodies.Blob("Blob")), await ConnectAsync(application, ConnectionBodies.S3("S3")), await ConnectAsync(application, ConnectionBodies.BigQuery("BQ")));

    private static async Task<string> ConnectAsync(ApiApplication application, string body) =>
        (await application.Client.SendAsync("POST", "integrations/connections", body)).MustBeOk().Json.GetProperty("connections").GetProperty("connectionId").GetString()!;

    private static async Task<string> CreateAsync(ApiApplication application, string body) =>
        (await application.Client.SendAsync("POST", "integrations", body)).MustBeOk().Json.GetProperty("integration").GetProperty("integrationId").GetString()!;
}
