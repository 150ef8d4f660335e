using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlowFunctions.Cli.App;

/// <summary>The programs that the build puts beside the tool, each in a folder of its own: started as processes, never loaded.</summary>
internal static class CarriedProgram
{
    /// <exception cref="FlowsException">The program is not there.</exception>
    public static ProcessStartInfo Command(string folder, string assembly, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder, assembly);
        if (!File.Exists(path))
            throw new FlowsException($"A part of the tool is missing: {path}", "Build the tool again: dotnet build src/FlowFunctions.Cli");
        return new ProcessStartInfo(DotnetHost(), [path, .. arguments]);
    }

    /// <summary>The <c>dotnet</c> that runs this tool, whether or not it is on the path.</summary>
    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var ofThisRuntime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(ofThisRuntime) ? ofThisRuntime : name;
    }
}
