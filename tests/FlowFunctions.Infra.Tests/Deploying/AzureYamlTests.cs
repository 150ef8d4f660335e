using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>
/// azure.yaml is what azd takes. The names are those of its schema, schemas/v1.0/azure.yaml.json, and of its sources: Azure/azure-dev, ae35809f496491989273d0edefdeb70f245f399b.
/// </summary>
public class AzureYamlTests
{
    private static readonly string[] TopLevel =
        ["name", "resourceGroup", "metadata", "infra", "services", "resources", "pipeline", "hooks", "requiredVersions", "state", "platform", "workflows", "cloud"];

    private static readonly string[] OfInfra = ["provider", "path", "module", "layers"];

    // Of a service on the host function: docker and image belong to containers.
    private static readonly string[] OfService = ["resourceGroup", "resourceName", "project", "host", "language", "module", "dist", "remoteBuild", "config", "uses", "env", "hooks"];

    private static readonly string[] Languages = ["dotnet", "csharp", "fsharp", "py", "python", "js", "ts", "java", "go", "golang", "docker"];

    private static readonly string[] HooksOfCommands =
    [
        "preprovision", "postprovision", "preinfracreate", "postinfracreate", "preinfradelete", "postinfradelete", "predown", "postdown", "preup", "postup", "prepackage", "postpackage",
        "prepublish", "postpublish", "predeploy", "postdeploy", "prerestore", "postrestore",
    ];

    private static readonly string[] OfHook = ["shell", "kind", "dir", "run", "continueOnError", "interactive", "windows", "posix", "secrets", "config"];

    // cli/azd/docs/environment-variables.md, "Core Azure Variables".
    private static readonly string[] VariablesOfAzd =
        ["AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_SUBSCRIPTION_ID", "AZURE_TENANT_ID", "AZURE_PRINCIPAL_ID", "AZURE_PRINCIPAL_TYPE", "AZURE_RESOURCE_GROUP"];

    private static readonly YamlNode File = Yaml.Read("azure.yaml");

    public static TheoryData<string, string> Hooks => new(File.At("hooks").Names().SelectMany(hook => new[] { (hook, "posix"), (hook, "windows") }));

    [Fact]
    public void Names_are_those_of_the_schema()
    {
        Assert.Empty(File.Names().Except(TopLevel));
        Assert.Empty(File.At("infra").Names().Except(OfInfra));
        Assert.All(File.At("services").Items(), service => Assert.Empty(service.Names().Except(OfService)));
        Assert.Empty(File.At("hooks").Names().Except(HooksOfCommands));
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", File.At("name").Text());
    }

    // Bicep 0.42 is the first that knows roleDefinitions(), and 1.23.15 the first azd that brings it: cli/azd/CHANGELOG.md, #7557.
    [Fact]
    public void Developer_CLI_is_one_whose_Bicep_compiles_the_template()
    {
        Assert.Contains("roleDefinitions(", Infra.Read("infra/modules/access.bicep"), StringComparison.Ordinal);

        var range = File.At("requiredVersions", "azd").Text();

        Assert.StartsWith(">= ", range, StringComparison.Ordinal);
        Assert.True(Version.Parse(range![3..]) >= new Version(1, 23, 15), range);
    }

    [Fact]
    public void Hook_has_a_script_for_each_system_and_nothing_beside()
    {
        foreach (var hook in File.At("hooks").Items())
        {
            Assert.Equal(["posix", "windows"], hook.Names().Order());
            Assert.All(hook.Items(), script => Assert.Empty(script.Names().Except(OfHook)));
            Assert.Equal("sh", hook.At("posix", "shell").Text());
            Assert.Equal("pwsh", hook.At("windows", "shell").Text());
            Assert.All(hook.Items(), script => Assert.NotEmpty(script.At("run").Text()!));
        }
    }

    // azd finds what it deploys to by this tag (cli/azd/pkg/project/resource_manager.go), one and no more.
    [Fact]
    public void Service_is_one_resource_of_the_template()
    {
        var service = Assert.Single(File.At("services").Names());

        var tagged = Assert.Single(Deployment.Dev.Resources, resource => resource.At("tags").ValueKind == JsonValueKind.Object && resource.TextAt("tags.azd-service-name") == service);
        Assert.Equal("Microsoft.Web/sites", tagged.Type);
    }

    [Fact]
    public void Service_is_a_function_app_of_this_repository()
    {
        var service = Assert.Single(File.At("services").Items());

        Assert.Equal("function", service.At("host").Text());
        Assert.Contains(service.At("language").Text(), Languages);
        Assert.Single(Directory.GetFiles(Path.Combine(Infra.Repository, service.At("project").Text()!), "*.csproj"));
    }

    // MODULE.bicepparam is taken before MODULE.bicep (cli/azd/pkg/infra/provisioning/bicep/bicep_provider.go).
    [Fact]
    public void Module_is_a_parameter_file_of_the_template_that_needs_no_variable_but_those_of_azd()
    {
        var parameters = Infra.Read($"{File.At("infra", "path").Text()}/{File.At("infra", "module").Text()}.bicepparam");
        var needed = parameters.Split("readEnvironmentVariable('")[1..].Where(call => call[call.IndexOf('\'', StringComparison.Ordinal) + 1] == ')').Select(call => call.Split('\'')[0]);

        Assert.StartsWith("using 'main.bicep'", parameters, StringComparison.Ordinal);
        Assert.Empty(needed.Except(VariablesOfAzd));
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public void Hook_uses_variables_of_azd_and_outputs_of_the_template(string hook, string system)
    {
        using var template = JsonDocument.Parse(Infra.Template);
        var known = VariablesOfAzd.Concat(template.RootElement.GetProperty("outputs").EnumerateObject().Select(output => output.Name)).ToHashSet(StringComparer.Ordinal);
        var script = File.At("hooks", hook, system, "run").Text()!;
        var used = script.Replace("$env:", "$", StringComparison.Ordinal).Split('$')[1..].Select(rest => string.Concat(rest.TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')));

        Assert.DoesNotContain(used, name => name != "LASTEXITCODE" && !known.Contains(name));
    }

    [Theory]
    [InlineData("sh", "posix")]
    [InlineData("pwsh", "windows")]
    public async Task Hook_before_provisioning_looks_and_changes_nothing(string shell, string system)
    {
        using var script = new DeployScript();
        script.Parameters("azd", "using 'main.bicep'\n");
        script.Set("AZURE_RESOURCE_GROUP", "flows-dev");
        script.Set("AZURE_LOCATION", "atlantis");

        var ended = await script.RunHookAsync(shell, File.At("hooks", "preprovision", system, "run").Text()!);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("1. atlantis has no Flex Consumption plan.", ended.Error, StringComparison.Ordinal);
        Assert.All(script.Calls, call => Assert.DoesNotContain(" create ", call, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sh", "posix")]
    [InlineData("pwsh", "windows")]
    public async Task Hook_after_deploying_tries_the_app(string shell, string system)
    {
        using var script = new DeployScript();
        await using var app = await DeployedApp.StartAsync();
        script.Parameters("azd", "using 'main.bicep'\n");
        script.Set("AZURE_RESOURCE_GROUP", "flows-dev");
        script.Set("AZURE_FUNCTION_URI", app.Address);

        var ended = await script.RunHookAsync(shell, File.At("hooks", "postdeploy", system, "run").Text()!);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Contains($"Healthy: {app.Address}", ended.Output, StringComparison.Ordinal);
        Assert.Empty(script.Calls);
    }
}
