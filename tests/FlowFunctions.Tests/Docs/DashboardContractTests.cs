using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Architecture;

namespace FlowFunctions.Tests.Docs;

/// <summary>The page's client is generated from a copy of the API's document: it must be the one that the application serves.</summary>
[Needs(Need.Azurite)]
public sealed class DashboardContractTests(AzuriteFixture azurite)
{
    private const string Write = "FLOWS_WRITE_OPENAPI";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Copy_for_the_page_is_the_document_that_is_served()
    {
        var copy = Path.Combine(Repository.Root, "src", "Dashboard", "api", "openapi.json");
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var served = JsonNode.Parse(await application.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            await File.WriteAllTextAsync(copy, served.ToJsonString(Written) + "\n", TestContext.Current.CancellationToken);
        }

        Assert.True(
            JsonNode.DeepEquals(served, JsonNode.Parse(await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken))),
            $"src/Dashboard/api/openapi.json is not what the application serves. Write it anew with {Write}=1 dotnet test tests/FlowFunctions.Tests --filter {nameof(DashboardContractTests)}, and build.");
    }
}
