using System.Globalization;
using System.Runtime.InteropServices;
using AnaplanSimulator;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

// --urls http://127.0.0.1:5071  --model definition.json  --duration 00:00:03 (of each task)  --token-lifetime 00:35:00  --requests-per-minute 600
// --stop-with-standard-input true: whoever starts it holds the other end, and it ends with them, however they end.
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
using var logging = LoggerFactory.Create(log => log.AddSimpleConsole(console => console.SingleLine = true));
try
{
    await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions
    {
        Definition = settings["model"] is { } path ? SimulatorDefinition.Read(await File.ReadAllTextAsync(path)) : SimulatorDefinition.Sample,
        Url = settings["urls"] ?? "http://127.0.0.1:5071",
        Logging = logging,
        Settings = new SimulatorSettings
        {
            Tasks = new TaskTiming { Duration = Time("duration") ?? TimeSpan.Zero },
            TokenLifetime = Time("token-lifetime") ?? TimeSpan.FromMinutes(35),
            RequestsPerMinute = settings.GetValue("requests-per-minute", 600),
        },
    });
    var asked = new TaskCompletionSource();
    Task[] ends = settings.GetValue("stop-with-standard-input", false) ? [asked.Task, Console.OpenStandardInput().CopyToAsync(Stream.Null)] : [asked.Task];
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

    // Whoever reads this may end it at once.
    Console.WriteLine($"Listening on {simulator.ApiBase}; control page {simulator.ControlPage}");
    await Task.WhenAny(ends);
    return 0;

    void End(PosixSignalContext signal)
    {
        // Otherwise the process would end before its files are deleted.
        signal.Cancel = true;
        asked.TrySetResult();
    }
}
catch (Exception fault) when (fault is DefinitionException or ArgumentException or IOException or FormatException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

TimeSpan? Time(string name) => settings[name] is { } text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : null;

/// <summary>Not public, as it would be by itself: tests refer to the application's Program and to this assembly.</summary>
internal sealed partial class Program;
