using System.CommandLine;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Connecting;

/// <summary>The options that every verb has which talks to a server. A key is in none of them: command lines are seen by others and remembered by shells.</summary>
internal sealed class ServerOptions
{
    public Option<string?> Server { get; } = new("--server")
    {
        Description = $"Address of the server (default FLOWS_SERVER, the profile's, or {TargetFinder.DefaultServer}).",
        HelpName = "URL",
    };

    public Option<string?> KeyFile { get; } = new("--key-file")
    {
        Description = "A file with the key (default FLOWS_KEY, the profile's, or .flows/dev-key for this machine).",
        HelpName = "FILE",
    };

    public Option<string?> Profile { get; } = new("--profile") { Description = "A profile of 'flows profile' (default FLOWS_PROFILE, or the current one).", HelpName = "NAME" };

    public Option<TimeSpan?> Timeout { get; } = new("--timeout")
    {
        Description = "How long the command may take, such as 30s, 5m or 2h; then it ends with exit code 5.",
        HelpName = "TIME",
        CustomParser = given =>
        {
            var duration = TypedDuration.Parse(given.Tokens[0].Value);
            if (duration is null)
                given.AddError($"--timeout is a time such as 30s, 5m or 1h30m, at most 30d, not '{given.Tokens[0].Value}'.");
            return duration;
        },
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Write data and errors alone, nothing that is only said." };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Tell each request and its answer, without keys and bodies." };

    public Option<OutputFormat?> Output { get; } = new("--output", "-o")
    {
        Description = "How data is written: table (default), json, yaml, name or tsv.",
        HelpName = "FORMAT",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            var format = OutputFormats.Parse(text);
            if (format is null)
                given.AddError($"--output is {string.Join(", ", OutputFormats.Names)}, not '{text}'{(NearestName.Find(text, OutputFormats.Names) is { } nearest ? $"; did you mean '{nearest}'?" : ".")}");
            return format;
        },
    };

    public Option<bool> NoInput { get; } = new("--no-input") { Description = "Ask nothing: fail where an answer would be needed." };

    public void AddTo(Command command, bool hasOutput)
    {
        if (hasOutput)
        {
            // Those of the enumeration would come besides.
            Output.CompletionSources.Clear();
            Output.CompletionSources.Add([.. OutputFormats.Names]);
            command.Add(Output);
        }

        foreach (var option in new Option[] { Server, KeyFile, Profile, Timeout, NoInput, Quiet, Verbose })
            command.Add(option);
    }
}
