using System.Reflection;
using FlowFunctions.LocalHost.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Testing;

/// <summary>An application on the embedded runtime in the test's own process, on a free port, with a working folder that goes with it.</summary>
public sealed class EmbeddedHost : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(2);

    private readonly IHost _host;
    private readonly Task _running;
    private readonly StringWriter _output;

    private EmbeddedHost(IHost host, Task running, StringWriter output, string workingDirectory)
    {
        _host = host;
        _running = running;
        _output = output;
        WorkingDirectory = workingDirectory;
        Client = new HttpClient { BaseAddress = new Uri(((FunctionsHost)host).Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Where the application runs: relative paths of its settings begin here.</summary>
    public string WorkingDirectory { get; }

    /// <summary>The banner.</summary>
    public string Output => _output.ToString();

    /// <summary>Runs the Program.cs of an application, as its process would.</summary>
    /// <param name="application">The application's assembly.</param>
    /// <param name="settings">Settings over all others, such as AzureWebJobsStorage and Flows:StoragePrefix.</param>
    /// <param name="configure">Changes what Program.cs has set up, just before it builds the host: replaces services.</param>
    public static Task<EmbeddedHost> RunProgramAsync(
        Assembly application, IReadOnlyDictionary<string, string> settings, Action<FunctionsApplicationBuilder>? configure = null)
    {
        var program = application.EntryPoint ?? throw new ArgumentException($"{application} has no Program.cs.", nameof(application));
        object[] arguments = program.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
        return RunAsync(
            new HostSettings { FunctionAssemblies = [application], Configure = configure },
            settings,
            () => program.Invoke(null, arguments));
    }

    /// <summary>Runs an application that is only these classes of functions.</summary>
    public static Task<EmbeddedHost> RunAsync(
        IReadOnlyList<Type> functionClasses, IReadOnlyDictionary<string, string> settings, Action<FunctionsApplicationBuilder>? configure = null) =>
        RunAsync(
            new HostSettings { FunctionAssemblies = [.. functionClasses.Select(type => type.Assembly).Distinct()], FunctionClasses = functionClasses },
            settings,
            () =>
            {
                var builder = FunctionsApplication.CreateBuilder([]);
                builder.ConfigureFunctionsWebApplication();
                configure?.Invoke(builder);
                builder.Build().Run();
            });

    /// <summary>Stops the application as Ctrl-C does, and waits until it has ended.</summary>
    public async Task StopAsync()
    {
        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_running.IsCompleted)
        {
            await StopAsync();
        }

        Directory.Delete(WorkingDirectory, recursive: true);
    }

    private static async Task<EmbeddedHost> RunAsync(HostSettings settings, IReadOnlyDictionary<string, string> overrides, Action main)
    {
        var folder = Directory.CreateTempSubdirectory("flow-functions-host-").FullName;
        var output = new StringWriter();
        var ready = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        var complete = settings with
        {
            Arguments = ["--urls", "http://127.0.0.1:0", .. overrides.Select(setting => $"--{setting.Key}={setting.Value}")],
            WorkingDirectory = folder,
            Output = output,
            TellsStartupFaults = false,
            Ready = ready.SetResult,
        };
        var running = Task.Factory.StartNew(
            () =>
            {
                complete.UseFromHere();
                main();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (await Task.WhenAny(ready.Task, running).WaitAsync(StartWithin) == running)
        {
            Directory.Delete(folder, recursive: true);
            try
            {
                await running;
            }
            catch (TargetInvocationException fault) when (fault.InnerException is { } thrown)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
            }

            throw new InvalidOperationException("The application ended before it listened.");
        }

        return new EmbeddedHost(await ready.Task, running, output, folder);
    }
}
