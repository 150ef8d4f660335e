using System.Globalization;
using FlowFunctions.LocalHost;
using FlowFunctions.Schedules;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Chaos.Rig;

/// <summary>One host as a program: the local host and its application as they are, but for the clock by which schedules come due.</summary>
internal static class HostProgram
{
    /// <summary>The first argument of such a program.</summary>
    public const string Verb = "host";

    /// <summary>The file in its working directory that has the id of its process.</summary>
    public const string ProcessFile = "process";

    /// <param name="arguments">Of the local host.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        await File.WriteAllTextAsync(ProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return await LocalHostProgram.RunAsync(arguments, application => Configure(application, Environment.GetEnvironmentVariable(ClockFile.Variable)));
    }

    private static void Configure(FunctionsApplicationBuilder application, string? clock)
    {
        if (clock is not null)
        {
            application.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ScheduleDispatcher>(services, new WrongClock(new(clock))));
        }
    }
}
