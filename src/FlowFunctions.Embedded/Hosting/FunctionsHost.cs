using FlowFunctions.Embedded.Azurite;
using FlowFunctions.Embedded.Hosting.Checks;
using FlowFunctions.Embedded.Hosting.Functions;
using FlowFunctions.Embedded.Hosting.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>
/// The application in this process. Starts in the order in which one thing needs another: checks, storage emulator, the application's own
/// services, the durable engine, triggers, and Kestrel last, so that whoever gets an answer finds everything up. It stops in reverse.
/// </summary>
internal sealed partial class FunctionsHost(WebApplication application, HostPlan plan, HostSettings settings) : IHost, IAsyncDisposable
{
    private ManagedAzurite? _azurite;
    private bool _isStarted;

    public IServiceProvider Services => application.Services;

    /// <summary>The addresses where requests are answered, once started.</summary>
    public IReadOnlyCollection<string> Urls =>
        [.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartCheckedAsync(cancellationToken);
        }
        catch (Exception fault) when (settings.TellsStartupFaults && FaultsOf(fault) is { } faults)
        {
            await settings.Errors.WriteLineAsync(
                faults.Count == 1 ? $"The application cannot start: {faults[0]}" : $"The application cannot start, for {faults.Count} reasons:");
            foreach (var reason in faults.Count == 1 ? [] : faults)
            {
                await settings.Errors.WriteLineAsync($"  - {reason}");
            }

            Environment.ExitCode = 1;
            // Whoever waits for the end of the host need not wait.
            application.Lifetime.StopApplication();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_isStarted)
        {
            await application.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }

    // IHost asks for it; who can, disposes asynchronously.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task StartCheckedAsync(CancellationToken cancellationToken)
    {
        var faults = plan.Check(application.Services);
        if (faults.Count > 0)
        {
            throw new StartupException(faults);
        }

        PortCheck.ThrowIfTaken(plan.Urls);
        var logger = application.Services.GetRequiredService<ILogger<FunctionsHost>>();
        if (AzuriteEndpoints.Of(plan.StorageConnection) is { } emulator)
        {
            var azurite = new AzuriteSettings { Endpoints = emulator, Location = Path.Combine(settings.WorkingDirectory, ".azurite") };
            _azurite = await ManagedAzurite.EnsureAsync(azurite, TimeProvider.System, logger, cancellationToken);
        }

        HttpFunctions.Map(application, plan.Routes);
        _isStarted = true;
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            await application.StopAsync(cancellationToken);
            throw PortCheck.Taken(string.Join(" or ", plan.Urls), fault);
        }

        await Banner.WriteAsync(settings.Output, plan, Urls, _azurite?.Use);
        settings.Ready?.Invoke(this);
    }

    private static IReadOnlyList<string>? FaultsOf(Exception fault) => fault switch
    {
        StartupException startup => startup.Faults,
        AzuriteException azurite => [azurite.Message],
        OptionsValidationException options => [.. options.Failures],
        AggregateException { InnerExceptions: var inner } when inner.All(one => FaultsOf(one) is not null) => [.. inner.SelectMany(one => FaultsOf(one)!)],
        _ => null,
    };
}
