using FlowFunctions.Cli.App;

namespace FlowFunctions.Cli.Demo;

/// <summary>Commands that call the API on, to be pasted into a shell in the same folder.</summary>
internal static class CurlCommands
{
    public static IReadOnlyList<string> For(Uri address, AppKey key, InstalledFlow flow, string runId) =>
    [
        $"key=\"x-functions-key: {key.ShellExpression}\"",
        $"flows={address.GetLeftPart(UriPartial.Authority)}/2/0/integrationflows",
        $"flow=$flows/{flow.Id}",
        "",
        "curl -H \"$key\" $flows                  # all flows",
        "curl -H \"$key\" $flow                   # this flow with its latestRun",
        $"curl -H \"$key\" $flow/runs/{runId}",
        "curl -H \"$key\" -X POST $flow/run       # run it again",
    ];
}
