using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The folders that a start writes to. The emulator's data is not among them: whether it is needed shows when nobody else's emulator answers.</summary>
internal static class FolderCheck
{
    private const string KeyFolderSetting = $"{SecretsOptions.Section}:{nameof(SecretsOptions.KeyFolder)}";
    private const string KeyVaultSetting = $"{SecretsOptions.Section}:{nameof(SecretsOptions.KeyVaultUri)}";
    private const string KeysSection = $"{SecurityOptions.Section}:{nameof(SecurityOptions.Keys)}";

    private static string HomeVariable => OperatingSystem.IsWindows() ? "LOCALAPPDATA" : "HOME or XDG_DATA_HOME";

    public static IEnumerable<string> FaultsOf(IConfiguration configuration, string workingDirectory, string environment)
    {
        if (AzuriteEndpoints.Of(configuration[HostConfiguration.StorageSetting] ?? "") is not null && WritableFolder.FaultOf(AzuriteInstallation.UserCache) is { } cache)
        {
            yield return $"The folder {AzuriteInstallation.UserCache}, where the storage emulator is installed once for each user, cannot be written: {cache} " +
                $"Set {HomeVariable} to a folder that you may write to, or {HostConfiguration.StorageSetting} to the connection string of a storage account.";
        }

        if (MakesKey(configuration, environment) && DevelopmentKey.FaultIn(workingDirectory) is { } noKey)
        {
            yield return noKey;
        }
        else if (MakesKey(configuration, environment) && WritableFolder.FaultOf(Path.Combine(workingDirectory, DevelopmentKey.Folder)) is { } working)
        {
            yield return $"The folder {workingDirectory}, which gets {DevelopmentKey.Folder}/{DevelopmentKey.FileName}, the key to call the application with, cannot be written: {working} " +
                "Start the host in a folder that you may write to, or configure keys with 'flows keys new'.";
        }

        if (configuration[KeyFolderSetting] is { Length: > 0 } keyFolder && string.IsNullOrEmpty(configuration[KeyVaultSetting]) && WritableFolder.FaultOf(Path.GetFullPath(keyFolder)) is { } keys)
        {
            yield return $"{SettingOrigin.Behind(configuration, KeyFolderSetting)} is '{keyFolder}', which cannot be written: {keys} Set it to a folder that you may write to.";
        }
    }

    private static bool MakesKey(IConfiguration configuration, string environment) =>
        environment.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase) && !configuration.GetSection(KeysSection).GetChildren().Any();
}
