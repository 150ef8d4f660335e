using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Endpoint;
using FlowFunctions.Cli.Files;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Demo;

/// <summary>Puts the demo together: the sample endpoint, the simulated Anaplan, the app, the scenario; and takes it apart again however it ends.</summary>
internal sealed class DemoRunner(DemoOptions options, IDemoView view, TimeProvider time)
{
    /// <returns>True when the run ended as expected.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var samples = await SampleDocuments.ReadAsync(cancellationToken);
        var place = DemoPlace.Of(Environment.CurrentDirectory, Environment.GetEnvironmentVariable);
        var files = FileStore.Of(place.Storage, place.Container);
        await using var endpoint = await SampleEndpoint.StartAsync(options.Speed, time, cancellationToken);
        await using var anaplan = await AnaplanSimulator.StartAsync(options.Speed, view, time, cancellationToken);
        var targets = new AppTargets(endpoint.Secret, anaplan.Address, AnaplanSimulator.UserName, AnaplanSimulator.Password, files.ServiceAddress);
        await using var app = await DemoApp.StartAsync(options, targets, place, view, time, cancellationToken);
        var address = app.Client.Address.GetLeftPart(UriPartial.Authority);
        view.Say($"The app is ready at {address} after {DurationText.Of(time.GetElapsedTime(since))}; log: {app.LogPath}");

        var key = await AppKey.FindAsync(cancellationToken);
        app.UseKey(key);
        view.Say($"The simulated Anaplan: {anaplan.ControlPage}");
        view.Say($"The sample endpoint that runs steps: {endpoint.Address}");

        using var simulator = new HttpClient { BaseAddress = new Uri(anaplan.Address) };
        var scenario = new DemoScenario(app.Client, files, new SimulatorClient(simulator), view, time);
        var isExpected = await anaplan.WhileItRunsAsync(
            running => app.WhileItRunsAsync(token => scenario.PlayAsync(samples, endpoint.Address, key, token), running), cancellationToken);
        if (isExpected)
            view.ShowVerdict(isExpected, [$"The run ended as expected. The demo took {DurationText.Of(time.GetElapsedTime(since))}."]);

        if (!options.Once)
        {
            view.Say($"The page, to be opened within five minutes: {address}/#code={await app.Client.CreateSignInCodeAsync(cancellationToken)}");
            view.Say($"Serving at {address} until Ctrl-C.");
            await anaplan.WhileItRunsAsync(app.ServeAsync, cancellationToken);
        }

        return isExpected;
    }
}
