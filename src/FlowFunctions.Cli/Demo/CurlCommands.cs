using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Demo;

/// <summary>Commands that call the API on, to be pasted into a shell in the same folder.</summary>
internal static class CurlCommands
{
    public static IReadOnlyList<string> For(Uri address, AppKey key, InstalledFlow flow, FlowRun run)
    {
        var dumped = run.Steps.FirstOrDefault(step => step.Name == RunResults.DumpStep)?.RunId;
        return
        [
            $"key=\"x-functions-key: {key.ShellExpression}\"",
            $"flows={address.GetLeftPart(UriPartial.Authority)}/2/0/integrationflows",
            $"flow=$flows/{flow.Id}",
            "",
            "curl -H \"$key\" $flows                  # all flows",
            "curl -H \"$key\" $flow                   # this flow with its latestRun",
            $"curl -H \"$key\" $flow/runs/{run.Id}",
            "curl -H \"$key\" -X POST $flow/run       # run it again",
            .. dumped is null ? Array.Empty<string>() : ["", "# the rows that the model rejected", $"curl -H \"$key\" {new Uri(address, FlowsClient.DumpPath(dumped))}"],
        ];
    }
}
