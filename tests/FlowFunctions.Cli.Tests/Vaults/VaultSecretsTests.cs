using System.Net;
using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Tests.Vaults;

/// <summary>Secrets of definitions that are in a Key Vault, from the reference to what the server is given.</summary>
public sealed class VaultSecretsTests : IDisposable
{
    private const string Connection = """
        kind: connection
        name: New files
        type: AzureBlob
        storageAccountName: plans
        containerName: ${CONTAINER}
        secrets:
          sasToken: '@Microsoft.KeyVault(VaultName=kv-plans;SecretName=planning-sas)'
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flows-vault-").FullName;
    private readonly ScriptedVault _vault = new() { Secrets = { ["planning-sas"] = "sv=1&sig=of-the-vault", ["container"] = "files-of-the-vault" } };

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _vault.Dispose();
    }

    [Fact]
    public async Task Reference_in_a_document_and_in_a_variable_is_read_once_and_given_to_the_server()
    {
        await using var tool = await StartAsync();

        var run = await tool.RunAsync("apply", "files.yaml", "--verbose");

        Assert.True(run.ExitCode == 0, run.Error);
        var body = tool.Api.To("POST /2/0/integrations/connections").Single().Json["body"]!;
        Assert.Equal(("sv=1&sig=of-the-vault", "files-of-the-vault"), ((string?)body["sasToken"], (string?)body["containerName"]));
        Assert.Equal(["https://kv-plans.vault.azure.net/secrets/container", "https://kv-plans.vault.azure.net/secrets/planning-sas"], _vault.Asked.Order());
        Assert.DoesNotContain("of-the-vault", run.Output + run.Error);
    }

    [Fact]
    public async Task Diff_needs_no_credential_and_asks_for_none()
    {
        await using var tool = await StartAsync();

        var run = await tool.RunAsync("diff", "files.yaml");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Equal(["https://kv-plans.vault.azure.net/secrets/container"], _vault.Asked);
    }

    [Theory]
    [InlineData(null, ExitCode.NotFound, "the vault answers 404 SecretNotFound. See which there are: az keyvault secret list --vault-name kv-plans")]
    [InlineData(HttpStatusCode.Forbidden, ExitCode.NotAllowed, "the vault answers 403 Forbidden. Give whoever is signed in the role 'Key Vault Secrets User' there, and the vault's firewall this address.")]
    public async Task Secret_that_cannot_be_read_is_told_with_the_cure_and_nothing_is_done(HttpStatusCode? status, int exitCode, string reason)
    {
        await using var tool = await StartAsync();
        _vault.Secrets.Remove("planning-sas");
        _vault.Status = status;
        tool.Set("CONTAINER", "files");

        var run = await tool.RunAsync("apply", "files.yaml");

        Assert.Equal((exitCode, $"flows: The secret https://kv-plans.vault.azure.net/secrets/planning-sas cannot be read: {reason}\n"), (run.ExitCode, run.Error));
        Assert.DoesNotContain(tool.Api.Requests, request => !request.Call.StartsWith("GET ", StringComparison.Ordinal));
    }

    private async Task<ScriptedTool> StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "files.yaml"), Connection);
        var tool = await ScriptedTool.StartAsync();
        tool.Surroundings = tool.Surroundings with { Folder = _folder, ReadSecretAsync = _vault.ReadAsync };
        tool.Set("CONTAINER", "@Microsoft.KeyVault(SecretUri=https://kv-plans.vault.azure.net/secrets/container)");
        tool.Api.AnswerAll().On("POST /2/0/integrations/connections", new JsonObject { ["connections"] = new JsonObject { ["connectionId"] = SampleAnswers.Connection } }.ToJsonString());
        return tool;
    }
}
