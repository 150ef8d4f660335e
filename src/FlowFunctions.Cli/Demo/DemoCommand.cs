using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Rendering;
using Spectre.Console;

namespace FlowFunctions.Cli.Demo;

/// <summary><c>flows demo</c>: its options, and how they become a demo.</summary>
internal static class DemoCommand
{
    public static Verb Create(TimeProvider time)
    {
        var once = new Option<bool>("--once") { Description = "Exit when the run has ended: 0 as expected, 1 otherwise. Without it, the app is served until Ctrl-C." };
        var port = new Option<int?>("--port")
        {
            Description = $"Port of the app on 127.0.0.1, 1 to 65535 (default {DemoOptions.PreferredPort}, or any free one).",
            HelpName = "N",
            CustomParser = given => Parse<int>(
                given, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535 ? number : null, "--port is a number from 1 to 65535"),
        };
        var speed = new Option<double?>("--speed")
        {
            Description = "How much faster the sample endpoint and the simulated Anaplan work, 0.1 to 100 (default 1).",
            HelpName = "X",
            CustomParser = given => Parse<double>(
                given,
                text => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number is >= DemoOptions.MinimumSpeed and <= DemoOptions.MaximumSpeed ? number : null,
                string.Create(CultureInfo.InvariantCulture, $"--speed is a number from {DemoOptions.MinimumSpeed} to {DemoOptions.MaximumSpeed}")),
        };
        var app = new Option<DirectoryInfo?>("--app") { Description = "A folder that 'dotnet publish src/FlowFunctions' has made, to run in the place of the app that comes with the tool.", HelpName = "DIR" };
        var command = new Verb("demo", "Start the app with a storage emulator, a simulated Anaplan and a sample endpoint, and run a flow of eight steps.")
        {
            Examples =
            [
                ("flows demo", "run the sample flow, then keep serving"),
                ("flows demo --once --speed 4 --port 8080", "faster, on a port of your choice, and exit"),
            ],
        };
        foreach (var option in new Option[] { once, port, speed, app })
            command.Add(option);
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new DemoOptions(arguments.GetValue(once), arguments.GetValue(port), arguments.GetValue(speed) ?? 1, arguments.GetValue(app)?.FullName), time, cancellationToken));
        return command;
    }

    private static T? Parse<T>(ArgumentResult given, Func<string, T?> parse, string rule)
        where T : struct
    {
        var text = given.Tokens[0].Value;
        var value = parse(text);
        if (value is null)
            given.AddError($"{rule}, not '{text}'.");
        return value;
    }

    private static async Task<int> RunAsync(DemoOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var isLive = OutputMode.IsLive(Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        IDemoView view = isLive ? new LiveView(AnsiConsole.Console, time) : new PlainView(Console.Out, time);
        return await new DemoRunner(options, view, time).RunAsync(cancellationToken) ? 0 : 1;
    }
}
