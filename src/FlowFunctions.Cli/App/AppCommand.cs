using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlowFunctions.Cli.App;

/// <summary>How the app that the tool carries along is started.</summary>
internal static class AppCommand
{
    /// <summary>Tells the app to stop, gracefully, when its standard input ends: when the tool closes it, and when the tool dies in whatever way.</summary>
    private const string StopWithStandardInput = "Host__StopWithStandardInput";

    /// <summary>
    /// The app on <paramref name="address"/> with its data in the current folder; it signs its calls of the sample endpoint with <paramref name="endpointSecret"/>.
    /// Settings of the environment win where they choose the storage account and the task hub; the rest is the demo's.
    /// </summary>
    public static ProcessStartInfo Create(Uri address, string endpointSecret)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "app", "FlowFunctions.dll");
        if (!File.Exists(assembly))
            throw new FlowsException($"The app is missing: {assembly}", "Build the tool again: dotnet build src/FlowFunctions.Cli");

        var start = new ProcessStartInfo(DotnetHost()) { ArgumentList = { assembly, "--urls", address.GetLeftPart(UriPartial.Authority) } };
        var environment = start.Environment;
        environment.Remove("ASPNETCORE_URLS");
        environment.TryAdd("AzureWebJobsStorage", "UseDevelopmentStorage=true");
        environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        environment.TryAdd("Flows__TaskHub", "demo");
        environment["Targets__AllowPrivateNetworks"] = "true";
        environment["Targets__Secrets__sample"] = endpointSecret;
        environment[StopWithStandardInput] = "true";
        return start;
    }

    /// <summary>The <c>dotnet</c> that runs this tool, whether or not it is on the path.</summary>
    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var ofThisRuntime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(ofThisRuntime) ? ofThisRuntime : name;
    }
}
