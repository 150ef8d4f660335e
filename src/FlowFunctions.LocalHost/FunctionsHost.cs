using System.Net.Sockets;
using Azure;
using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Rpc;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost;

/// <summary>
/// A Functions host for one machine. Starts in the order in which one thing needs another: checks, storage emulator, the worker and what it connects to, the
/// triggers, and the web server for callers last, so that whoever gets an answer finds everything up. It stops in reverse.
/// </summary>
internal sealed partial class FunctionsHost : IAsyncDisposable
{
    /// <summary>What functions and requests get to end by themselves when the host stops.</summary>
    private static readonly TimeSpan FunctionsEndWithin = TimeSpan.FromSeconds(3);

    /// <summary>What the extension gets to make the messages visible again that it has been given back: it does not say when it is done.</summary>
    private static readonly TimeSpan MessagesReturnWithin = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// What a stop takes at the most, also where storage does not answer and what waits for it never ends. Less than the 5 s that it promises: the process has to end, too.
    /// </summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(4.6);

    /// <summary>Of that, the parts that come after the functions: what the application gets, and what the emulator gets to write its data.</summary>
    private static readonly TimeSpan ApplicationStopsWithin = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan EmulatorStopsWithin = TimeSpan.FromMilliseconds(300);

    private readonly LocalHostSettings _settings;
    private readonly ConfigurationManager _configuration;
    private readonly LocalHostOptions _options;
    private readonly HostLog _log;
    private readonly ILogger<FunctionsHost> _logger;
    private readonly CallsInFlight _calls = new();
    private readonly TriggerFaults _triggerFaults;
    private readonly TaskCompletionSource _dataLost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebServers _servers;
    private readonly WorkerDoor _door;
    private readonly DurableClients _clients = new();
    private readonly IHost _jobs;
    private readonly IWorkerLauncher _launcher;
    private IReadOnlyList<HostedFunction> _functions = [];
    private FunctionInvoker? _invoker;
    private ManagedAzurite? _azurite;
    private DiskSpace? _disk;
    private WorkerSupervisor? _worker;
    private Task? _triggering;
    private Countdown? _stop;
    private bool _isLeft;

    /// <exception cref="StartupException">The settings cannot be read, or the host could not start with them; the message lists every fault with its cure.</exception>
    public FunctionsHost(LocalHostSettings settings)
    {
        _settings = settings;
        _configuration = HostConfiguration.Read(settings, settings.ApplicationDirectory ?? AppContext.BaseDirectory);
        // Where the folder is wrong, so is all that is read from it.
        var published = settings.ApplicationDirectory is { } directory ? PublishedApplication.Open(directory) : null;
        var faults = StartupChecks.OfHost(_configuration, settings);
        if (faults.Count > 0)
        {
            StartupChecks.ThrowIfAny([.. StartupChecks.OfFunctions(_configuration, published), .. faults, .. StartupChecks.OfOptions(_configuration, published, application: null)]);
        }

        _log = new(_configuration, settings.LogsToConsole);
        _logger = _log.Loggers.CreateLogger<FunctionsHost>();
        _triggerFaults = new(_log.Loggers.CreateLogger<TriggerFaults>());
        _door = new(new WorkerLog(_log.Loggers));
        _servers = new(_configuration, _log.Loggers);
        _jobs = JobHosts.Create(_configuration, () => _functions, () => _invoker!, _clients, _triggerFaults, _log.Loggers);
        _launcher = published is null
            ? new InProcessLauncher(_configuration, HostConfiguration.EnvironmentName, settings.Configure)
            : new ProcessLauncher(published, _configuration, HostConfiguration.EnvironmentName, settings.Output);
        StartupChecks.ThrowIfAny(
            [.. StartupChecks.OfFunctions(_configuration, published), .. StartupChecks.OfOptions(_configuration, published, (_launcher as InProcessLauncher)?.Services)]);
        _options = _configuration.GetSection(LocalHostOptions.Section).Get<LocalHostOptions>() ?? new();
    }

    /// <summary>The addresses where requests are answered, once started.</summary>
    public IReadOnlyCollection<string> Urls => _servers.PublicUrls;

    /// <summary>Whether whoever holds the other end of standard input stops the host by closing it.</summary>
    public bool StopsWithStandardInput => _options.StopWithStandardInput;

    /// <summary>The services of an application in this process, once started.</summary>
    public IServiceProvider Services =>
        (_worker?.Current?.Run as InProcessLauncher.Run)?.Services ?? throw new InvalidOperationException("The application does not run in this process, or not now.");

    /// <summary>Completes, with the reason, when the application, or what triggers it, has ended and cannot be started again.</summary>
    public Task<string> ApplicationEnded =>
        _worker is { } worker ? Task.WhenAny(worker.GaveUp, _triggerFaults.Failed).Unwrap() : throw new InvalidOperationException("The host has not been started.");

    /// <summary>Completes when the emulator has been killed before it had written what the application keeps there: only a start makes that anew.</summary>
    public Task DataLost => _dataLost.Task;

    /// <summary>Returns when requests are answered. What was started before a fault is stopped by <see cref="DisposeAsync"/>.</summary>
    /// <exception cref="StartupException">It cannot start; the message lists every fault with its cure.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var setting in UnknownSettings.In(_configuration))
        {
            Unknown(setting);
        }

        if (AzuriteEndpoints.Of(_configuration[HostConfiguration.StorageSetting] ?? "") is { } emulator)
        {
            var azurite = new AzuriteSettings { Endpoints = emulator, Location = Path.Combine(_settings.WorkingDirectory, ".azurite") };
            _azurite = await ManagedAzurite.EnsureAsync(azurite, TimeProvider.System, _logger, cancellationToken);
            if (_azurite.Use != AzuriteUse.Foreign)
            {
                _disk = new(azurite.Location, _options.MinimumFreeMebibytes << 20, DiskSpace.FreeAt, TimeProvider.System, _log.Loggers.CreateLogger<DiskSpace>());
            }
        }

        await StorageCheck.ThrowIfRefusedAsync(_configuration, cancellationToken);
        var endpoint = await _servers.StartRpcAsync(_door, cancellationToken);
        _worker = new(_launcher, _door, endpoint, _options.WorkerStartsWithin, _log.Loggers.CreateLogger<WorkerSupervisor>());
        _invoker = new(_worker, _clients, _calls, _log.Loggers.CreateLogger<FunctionInvoker>());
        var routes = await StartTogetherAsync(_worker, _invoker, cancellationToken);
        await _servers.StartFrontAsync(cancellationToken);
        if (_azurite is not null)
        {
            var inventory = await StorageInventory.ReadAsync(_configuration[HostConfiguration.StorageSetting]!, cancellationToken);
            _azurite.StartedAgain = token => LookForLossAsync(inventory, token);
        }

        await Banner.WriteAsync(_settings.Output, _functions, routes, _configuration, Urls, _azurite?.Use);
        await TellSignInAsync(cancellationToken);
    }

    /// <summary>After the banner, which callers wait for: this takes a call of the application.</summary>
    private async Task TellSignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await SignInLink.MakeAsync(Urls, HostConfiguration.RoutePrefix(_configuration), Directory.GetCurrentDirectory(), cancellationToken) is { } link)
            {
                await _settings.Output.WriteLineAsync($"Sign in at {link} (once, within five minutes)");
                await _settings.Output.FlushAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (SignInLink.IsFault(fault, cancellationToken))
        {
            NoSignInLink(fault.Message);
        }
    }

    /// <summary>
    /// Ends within 5 s: takes no new work, tells the functions that run, waits a little for them and for requests, and gives back the rest, which then goes on
    /// at the next start, or on another host.
    /// </summary>
    public async Task StopAsync()
    {
        if (_stop is not null)
        {
            return;
        }

        _stop = new(StopsWithin, TimeProvider.System);
        _worker?.LetGo();
        var front = _servers.StopFrontAsync(FunctionsEndWithin);
        await _calls.CloseAsync();
        if (_calls.Names is { Length: > 0 } running)
        {
            WaitingFor(running);
        }

        var ended = await _calls.EndedWithinAsync(FunctionsEndWithin);
        await front;
        if (!ended)
        {
            GivingBack(_calls.Names);
        }

        _log.Stopping();

        if (_triggering is not null)
        {
            await StopTriggersAsync(_triggering, _stop, ended);
        }

        if (_worker is not null && !await _stop.EndsAsync(_worker.DisposeAsync().AsTask(), EmulatorStopsWithin))
        {
            Leaving("the application");
            _isLeft = true;
        }

        await _servers.StopRpcAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (!_isLeft)
        {
            _jobs.Dispose();
        }

        await _servers.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.ReleaseAsync(_stop!.Left);
            await _azurite.DisposeAsync();
        }

        _calls.Dispose();
        _log.Dispose();
        _configuration.Dispose();
    }

    /// <summary>
    /// The application and the triggers, beside each other: what is triggered before the application is ready waits for it.
    /// </summary>
    private async Task<IReadOnlyList<HttpRoute>> StartTogetherAsync(WorkerSupervisor worker, FunctionInvoker invoker, CancellationToken cancellationToken)
    {
        var starting = worker.StartAsync(cancellationToken);
        _functions = await _launcher.ListFunctionsAsync();
        var routes = _servers.PrepareFront(_functions, worker, invoker, _disk);
        if (_launcher.CanRestart)
        {
            // A published application may well fail at its start, and is told of alone then. What it tells of its functions counts, not what the build has listed.
            var listed = _functions;
            _functions = await starting;
            if (!_functions.Select(function => function.Name).SequenceEqual(listed.Select(function => function.Name), StringComparer.OrdinalIgnoreCase))
            {
                throw new StartupException($"The application in '{_launcher.ApplicationDirectory}' has other functions than its functions.metadata lists. Publish it again.");
            }
        }

        var triggering = TriggerAsync();
        await starting;
        await triggering.WaitAsync(cancellationToken);
        return routes;
    }

    /// <summary>Not to be cancelled: triggers that are half started cannot be stopped in order (JobHost.StopAsync of azure-webjobs-sdk refuses), and those that run would go on.</summary>
    private async Task TriggerAsync()
    {
        _triggering = _jobs.StartAsync(CancellationToken.None);
        await _triggering;
        await JobHosts.FindDurableClientsAsync(_jobs);
    }

    /// <summary>Before the application goes, whatever has come of the start: an orchestration that the triggers called without it would be put on record as failed.</summary>
    private async Task StopTriggersAsync(Task triggering, Countdown stop, bool ended)
    {
        var reserve = ApplicationStopsWithin + EmulatorStopsWithin;
        await stop.EndsAsync(Task.WhenAny(triggering), reserve);
        var isStarted = triggering.IsCompletedSuccessfully;

        // Stopping is told before anything is given back: so the triggers know why it fails. And it is given back before they stop, which makes them forget whose message is whose.
        JobHosts.TellOfStop(_jobs);
        await _calls.GiveBackAsync();
        if (!triggering.IsCompleted || (isStarted && !await stop.EndsAsync(_jobs.StopAsync(), reserve)))
        {
            // Its locks and its hub's partitions are given back in storage, and where that is gone it tries for ever.
            Leaving("the triggers");
            _isLeft = true;
        }

        _isLeft |= !isStarted;
        if (!ended || _calls.HoldsAny)
        {
            var left = stop.LeftBefore(EmulatorStopsWithin);
            await Task.Delay(left < MessagesReturnWithin ? left : MessagesReturnWithin, CancellationToken.None);
        }
    }

    /// <summary>Azurite writes its tables, queues and containers every few seconds.</summary>
    private async Task LookForLossAsync(StorageInventory before, CancellationToken cancellationToken)
    {
        try
        {
            var missing = before.MissingIn(await StorageInventory.ReadAsync(_configuration[HostConfiguration.StorageSetting]!, cancellationToken));
            if (missing.Count > 0)
            {
                Lost(missing.Count, missing[0]);
                _dataLost.TrySetResult();
            }
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or OperationCanceledException or SocketException)
        {
            // It has gone again; the next time that it is started is the next look.
        }
    }

    [LoggerMessage(1344, LogLevel.Error, "Azurite had not yet written everything when it ended: {Count} tables, queues and containers are gone, one of them {Example}; the host starts anew, which makes them again")]
    private partial void Lost(int count, string example);

    [LoggerMessage(1343, LogLevel.Warning, "Stopping without {What}, which did not end in time; does storage answer?")]
    private partial void Leaving(string what);

    [LoggerMessage(1345, LogLevel.Information, "No link to sign in with could be made, and the page asks for the key: {Reason}")]
    private partial void NoSignInLink(string reason);

    [LoggerMessage(1342, LogLevel.Warning, "{Setting}")]
    private partial void Unknown(string setting);

    [LoggerMessage(1340, LogLevel.Information, "Stopping; waiting for {Functions}")]
    private partial void WaitingFor(string functions);

    [LoggerMessage(1341, LogLevel.Warning, "Given back, to go on at the next start or on another host: {Functions}")]
    private partial void GivingBack(string functions);
}
