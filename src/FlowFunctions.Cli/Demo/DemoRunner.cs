using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Endpoint;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Demo;

/// <summary>Puts the demo together: the sample endpoint, the app, the scenario; and takes it apart again however it ends.</summary>
internal sealed class DemoRunner(DemoOptions options, IDemoView view, TimeProvider time)
{
    /// <returns>True when the run ended as expected.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var samples = await SampleDocuments.ReadAsync(cancellationToken);
        await using var endpoint = await SampleEndpoint.StartAsync(options.Speed, time, cancellationToken);
        await using var app = await DemoApp.StartAsync(options.Port, endpoint.Secret, view, time, cancellationToken);
        var address = app.Client.Address.GetLeftPart(UriPartial.Authority);
        view.Say($"The app is ready at {address} after {DurationText.Of(time.GetElapsedTime(since))}; log: {app.LogPath}");

        var key = await AppKey.FindAsync(cancellationToken);
        app.Client.UseKey(key.Value);
        view.Say($"The sample endpoint that runs the steps: {endpoint.Address}");

        var scenario = new DemoScenario(app.Client, view, time);
        var isExpected = await app.WhileItRunsAsync(token => scenario.PlayAsync(samples, endpoint.Address, key, token), cancellationToken);
        if (isExpected)
            view.ShowVerdict(isExpected, [$"The run ended as expected. The demo took {DurationText.Of(time.GetElapsedTime(since))}."]);

        if (!options.Once)
        {
            view.Say($"Serving at {address} until Ctrl-C.");
            await app.ServeAsync(cancellationToken);
        }

        return isExpected;
    }
}
