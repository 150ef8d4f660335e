using System.Net.Http.Json;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Runs diamonds of the bare application.</summary>
internal sealed class BareDiamonds(Installation installation)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);

    /// <returns>The instance's id.</returns>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var address = Uri.EscapeDataString(installation.Endpoint.AddressOf(TimeSpan.Zero).ToString());
        using var answer = await installation.Client.PostAsync(new Uri($"diamonds?address={address}", UriKind.Relative), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<string>(cancellationToken))!;
    }

    /// <summary>Returns when it has ended well.</summary>
    public async Task EndedAsync(string id, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await installation.Client.GetFromJsonAsync<bool>(new Uri($"diamonds/{id}", UriKind.Relative), cancellationToken))
        {
            if (TimeProvider.System.GetElapsedTime(since) > EndsWithin)
            {
                throw new MeasureException($"The diamond {id} did not end.");
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }
}
