using FlowFunctions.Settings;
using FlowFunctions.Storage;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>The settings that the template gives the app, held against those who read them: the app's options, and the options of the host's extensions.</summary>
public class SettingsTests
{
    private const string OfTheHost = "AzureFunctionsJobHost__extensions__";

    public static TheoryData<string> Deployments => [.. Deployment.Names];

    [Theory]
    [MemberData(nameof(Deployments))]
    public void App_reads_each_setting_of_its_own_and_takes_its_value(string deployment) =>
        Assert.Empty(KnownSettings.Application.DeviationsIn(ConfigurationOf(Deployment.Named(deployment))));

    // The host takes no notice of a name that it does not know.
    [Theory]
    [MemberData(nameof(Deployments))]
    public void Host_reads_each_setting_that_overrides_its_file(string deployment)
    {
        var extensions = SettingShape.Section(new Dictionary<string, SettingShape>(StringComparer.Ordinal)
        {
            ["queues"] = SettingShape.Of(typeof(QueuesOptions)),
            ["durableTask"] = SettingShape.Of(typeof(DurableTaskOptions)).Replace("storageProvider", SettingShape.Of(typeof(AzureStorageOptions)).With("type", SettingShape.Value(typeof(string)))),
        });

        Assert.Empty(extensions.Compare(ConfigurationOf(Deployment.Named(deployment)).GetSection(OfTheHost.Replace("__", ":", StringComparison.Ordinal).TrimEnd(':'))));
    }

    // Client libraries that are told of no identity take the one that this names; an app with an assigned identity only has no other.
    [Theory]
    [MemberData(nameof(Deployments))]
    public void Client_libraries_are_told_of_the_identity(string deployment)
    {
        var identity = Deployment.Named(deployment).Single("Microsoft.ManagedIdentity/userAssignedIdentities").Id;

        Assert.Matches($"^\\[reference\\('{identity}', '[^']+'\\)\\.clientId]$", Deployment.Named(deployment).Settings()["AZURE_CLIENT_ID"]);
    }

    // A name of an account stands for one cloud; an address is right in each.
    [Theory]
    [InlineData("blob")]
    [InlineData("queue")]
    [InlineData("table")]
    public void App_finds_each_service_of_its_storage_in_any_cloud(string service)
    {
        var names = Facts.Values("settings of the storage services");
        var settings = Deployment.Prod.Settings().Where(setting => setting.Key.StartsWith("AzureWebJobsStorage", StringComparison.Ordinal)).ToDictionary();
        foreach (var name in names)
        {
            Assert.StartsWith("[reference(", settings[name], StringComparison.Ordinal);
            settings[name] = $"https://flows.{name.Replace("AzureWebJobsStorage__", "", StringComparison.Ordinal).Replace("ServiceUri", "", StringComparison.Ordinal)}.core.chinacloudapi.cn/";
        }

        var account = new StorageAccount(Configuration(settings));

        Assert.Equal($"https://flows.{service}.core.chinacloudapi.cn/", service switch
        {
            "blob" => account.CreateBlobClient().Uri.AbsoluteUri,
            "queue" => account.CreateQueueClient().Uri.AbsoluteUri,
            _ => account.CreateTableClient().Uri.AbsoluteUri,
        });
    }

    // Waiting inside an activity holds an instance, which costs about a hundred times what a durable wait does.
    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    public void Step_waits_inside_its_activity_for_less_than_by_default(string deployment) =>
        Assert.InRange(
            TimeSpan.Parse(Deployment.Named(deployment).Settings()["Flows__InlineWait"], System.Globalization.CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(1),
            new Runs.RunsOptions().InlineWait / 2);

    [Fact]
    public void Secret_settings_refer_to_the_vault()
    {
        var setting = Deployment.Everything.Settings()["Targets__Secrets__erp"];

        // As https://learn.microsoft.com/azure/app-service/app-service-key-vault-references writes it.
        Assert.Matches(@"^\[format\('@Microsoft\.KeyVault\(SecretUri=\{0\}secrets/\{1\}\)', reference\(.*\)\.outputs\.uri\.value, 'erp-signing-key'\)]$", setting);
    }

    private static IConfigurationRoot ConfigurationOf(Deployment deployment) =>
        Configuration(deployment.Settings().Where(setting => !setting.Value.StartsWith('[')).ToDictionary());

    private static IConfigurationRoot Configuration(IReadOnlyDictionary<string, string> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build();
}
