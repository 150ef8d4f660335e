using System.Diagnostics;
using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.App;

/// <summary>How the app that the tool carries along is started.</summary>
internal static class AppCommand
{
    /// <summary>Tells the app to stop, gracefully, when its standard input ends: when the tool closes it, and when the tool dies in whatever way.</summary>
    private const string StopWithStandardInput = "Host__StopWithStandardInput";

    private const string StorageProvider = "AzureFunctionsJobHost__extensions__durableTask__storageProvider__";

    /// <summary>
    /// The app on <paramref name="address"/>, with its data in the place of the demo, and all that its steps call on this machine.
    /// </summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="folder">A published app; null for the one that the tool carries along.</param>
    /// <param name="targets">What its steps call.</param>
    /// <param name="place">Of its data.</param>
    public static ProcessStartInfo Create(Uri address, string? folder, AppTargets targets, DemoPlace place)
    {
        var start = CarriedProgram.Command(
            "app", "FlowFunctions.LocalHost.dll", ["--urls", address.GetLeftPart(UriPartial.Authority), .. folder is null ? Array.Empty<string>() : ["--app", folder]]);
        var environment = start.Environment;
        environment.Remove("ASPNETCORE_URLS");
        environment["AzureWebJobsStorage"] = place.Storage;
        environment["Flows__TaskHub"] = place.TaskHub;
        environment["Flows__StoragePrefix"] = place.StoragePrefix;

        // What a demo that was killed had fetched comes back after a minute, the least that the provider takes, and is found within a second; host.json says
        // two minutes and five seconds.
        environment[StorageProvider + "controlQueueVisibilityTimeout"] = "00:01:00";
        environment[StorageProvider + "workItemQueueVisibilityTimeout"] = "00:01:00";
        environment[StorageProvider + "maxQueuePollingInterval"] = "00:00:01";
        environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        environment["Targets__AllowPrivateNetworks"] = "true";
        environment["Targets__Secrets__sample"] = targets.EndpointSecret;
        environment["Targets__Anaplan__ApiAddress"] = targets.AnaplanAddress;
        environment["Targets__Anaplan__AuthAddress"] = targets.AnaplanAddress;
        environment["Targets__Anaplan__UserName"] = targets.AnaplanUser;
        environment["Targets__Anaplan__Password"] = targets.AnaplanPassword;
        environment["Targets__AzureBlob__ServiceAddress"] = targets.BlobServiceAddress;
        environment[StopWithStandardInput] = "true";
        return start;
    }
}
