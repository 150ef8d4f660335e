using System.Net;
using System.Text;
using CsCheck;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Tests.Documents;
using FlowFunctions.Definitions;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Connections;

/// <summary>Mutated requests, most of them wrong and some not.</summary>
[Needs(Need.Azurite)]
public class ConnectionFuzzTests(AzuriteFixture azurite)
{
    private const int Mutants = 300;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_mutant_of_a_request_is_answered_with_500_or_leaves_a_connection_without_credentials()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var path = $"integrations/connections/{await CreateAsync(application, ConnectionBodies.S3("S3"))}";
        var blob = await CreateAsync(application, ConnectionBodies.Blob("Blob"));
        var job = $$"""{"name":"n","workspaceId":"w","modelId":"m","jobs":[{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"{{blob}}","file":"a"}],"targets":[{"type":"Anaplan","actionId":1,"fileId":"2"}]}]}""";
        var statuses = new HashSet<HttpStatusCode>();
        foreach (var (method, address, document) in new[]
        {
            ("POST", "integrations/connections", ConnectionBodies.Blob("New")),
            ("POST", "integrations/connections", ConnectionBodies.BigQuery("New BQ")),
            ("PUT", path, ConnectionBodies.S3Body("S3 put").ToJsonString()),
            ("PATCH", path, """{"name":"S3 patched","secretAccessKey":"k"}"""),
            ("POST", "integrations", job),
        })
        {
            await Mutations.Of(document).SampleAsync(
                async mutant =>
                {
                    var answer = await application.Client.SendAsync(method, address, Encoding.Latin1.GetString(mutant));
                    statuses.Add(answer.Status);
                    if (answer.Status == HttpStatusCode.OK)
                    {
                        answer.MustBeOk();
                    }
                    else
                    {
                        Assert.Contains(answer.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Conflict });
                        answer.MustBeError(answer.Status);
                    }
                },
                iter: Mutants,
                threads: 1);
        }

        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(HttpStatusCode.BadRequest, statuses);
        var secrets = application.Services.GetRequiredService<ConnectionSecrets>();
        var connections = (await application.Connections.ListAsync(new(0, int.MaxValue), Cancel)).Items;
        foreach (var connection in connections)
        {
            var secret = await secrets.FindAsync(connection.SecretId!, Cancel);
            Assert.True(secret is { IsWhole: true }, connection.Name);
            Assert.Equal(connection.Input.Settings.Type, TypeOf(secret));
        }

        Assert.Equal(connections.Count, await SecretRows.CountAsync(application, Cancel));
    }

    private static ConnectionType TypeOf(ConnectionSecret secret) => secret switch
    {
        AzureBlobSecret => ConnectionType.AzureBlob,
        AmazonS3Secret => ConnectionType.AmazonS3,
        _ => ConnectionType.GoogleBigQuery,
    };

    private static async Task<string> CreateAsync(ApiApplication application, string body) =>
        (await application.Client.SendAsync("POST", "integrations/connections", body)).MustBeOk().Json.GetProperty("connections").GetProperty("connectionId").GetString()!;
}
