using static FlowFunctions.Infra.Tests.Deploying.AzureAnswers;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>Deploying the infrastructure: whoever is asked agrees, what Azure does not know yet is waited for, and whoever interrupts it learns what goes on.</summary>
public class ProvisioningTests
{
    private const string Create = "deployment group create";

    // As Azure answers: Azure/azure-cli#20727 and, for principals, Azure-Samples/azure-search-openai-demo#9.
    private const string NoRole = "ERROR: {\"code\": \"RoleDefinitionDoesNotExist\", \"message\": \"The specified role definition with ID 'b7e6dc6df1e8' does not exist.\"}";
    private const string NoPrincipal = "ERROR: {\"code\": \"PrincipalNotFound\", \"message\": \"Principal 0f14a80d does not exist in the directory c7cb8e56.\"}";

    // learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-deployment-active and Azure/azure-dev#7248.
    private const string Active = "ERROR: (DeploymentActive) Unable to edit or replace deployment 'flow-functions-dev': previous deployment from '1/1/2027 1:00:00 PM' is still active.";

    private const string Cancelling = "az deployment group cancel --name flow-functions-dev --resource-group flows-dev";

    public static TheoryData<string> Shells => ["bash", "pwsh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Deployment_is_repeated_while_Azure_does_not_know_what_it_has_just_made(string shell)
    {
        using var script = new DeployScript();
        script.Azure.Says(Create, Error(NoPrincipal), Error(NoRole), Json(new { }));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes", "--only", "provision");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal(3, Deployments(script));
        Assert.Contains("Not yet: PrincipalNotFound", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Not yet: RoleDefinitionDoesNotExist", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Deployment_is_given_up_after_the_time(string shell)
    {
        using var script = new DeployScript();
        script.Set("FLOWS_DEPLOY_TIMEOUT_SECONDS", "0");
        script.Azure.Says(Create, Error(NoRole));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes", "--only", "provision");

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(1, Deployments(script));
        Assert.Contains("The specified role definition with ID", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Any_other_refusal_is_told_and_not_repeated(string shell)
    {
        using var script = new DeployScript();
        script.Azure.Says(Create, Error("ERROR: {\"code\": \"InvalidTemplateDeployment\", \"message\": \"quota\"}"));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes", "--infra-only");

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(1, Deployments(script));
        Assert.Contains("InvalidTemplateDeployment", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Deployment_that_still_runs_is_waited_for_and_may_be_cancelled(string shell)
    {
        using var script = new DeployScript();
        script.Azure.Says(Create, Error(Active), Json(new { }));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes", "--only", "provision");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal(2, Deployments(script));
        Assert.Contains("still running", ended.Output, StringComparison.Ordinal);
        Assert.Contains(Cancelling, ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Whoever_interrupts_it_learns_that_Azure_goes_on_and_how_to_cancel_that(string shell)
    {
        using var script = new DeployScript();
        script.Azure.Says(Create, Interrupted);

        // PowerShell takes its time from the signal to the end of its pipeline, and must not find az ended before; bash waits for az itself.
        script.Set("AZ_ENDS_AFTER", shell == "bash" ? "0" : "20");

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes");

        // PowerShell ends with 0 after Ctrl-C, whatever the script says of it.
        Assert.Equal(shell == "bash" ? 130 : 0, ended.ExitCode);
        Assert.Contains("Azure goes on with the deployment flow-functions-dev", ended.Error, StringComparison.Ordinal);
        Assert.Contains(Cancelling, ended.Error, StringComparison.Ordinal);
        Assert.StartsWith(Create, script.Calls[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "y", 1)]
    [InlineData("bash", "Y", 1)]
    [InlineData("bash", "yes", 1)]
    [InlineData("bash", "YES", 1)]
    [InlineData("bash", "", 0)]
    [InlineData("bash", "yesterday", 0)]
    [InlineData("pwsh", "Y", 1)]
    [InlineData("pwsh", "yes", 1)]
    [InlineData("pwsh", "no", 0)]
    public async Task Whoever_agrees_says_y_or_yes(string shell, string typed, int deployments)
    {
        using var script = new DeployScript();

        var ended = await script.RunInTerminalAsync(shell, typed, "flows-dev", "dev", "--only", "provision");

        Assert.Contains("Deploy this to flows-dev? [y/N]", ended.Output, StringComparison.Ordinal);
        Assert.Equal(deployments, Deployments(script));
        Assert.Equal(1 - deployments, ended.ExitCode);
    }

    private static int Deployments(DeployScript script) => script.Calls.Count(call => call.StartsWith(Create, StringComparison.Ordinal));
}
