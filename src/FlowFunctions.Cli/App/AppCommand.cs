using System.Diagnostics;
using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.App;

/// <summary>How the app that the tool carries along is started.</summary>
internal static class AppCommand
{
    /// <summary>Tells the app to stop, gracefully, when its standard input ends: when the tool closes it, and when the tool dies in whatever way.</summary>
    private const string StopWithStandardInput = "Host__StopWithStandardInput";

    /// <summary>
    /// The app on <paramref name="address"/>, with its data in the place of the demo, and all that its steps call on this machine.
    /// </summary>
    public static ProcessStartInfo Create(Uri address, AppTargets targets, DemoPlace place)
    {
        var start = CarriedProgram.Command("app", "FlowFunctions.LocalHost.dll", "--urls", address.GetLeftPart(UriPartial.Authority));
        var environment = start.Environment;
        environment.Remove("ASPNETCORE_URLS");
        environment["AzureWebJobsStorage"] = place.Storage;
        environment["Flows__TaskHub"] = place.TaskHub;
        environment["Flows__StoragePrefix"] = place.StoragePrefix;
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
