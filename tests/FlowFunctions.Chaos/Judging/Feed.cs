using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Driving;

namespace FlowFunctions.Chaos.Judging;

/// <summary>The feed of the one for whom all messages are. It has the newest entries only.</summary>
/// <param name="entries">Newest first.</param>
/// <param name="isFull">Whether older ones have made room.</param>
internal sealed class Feed(IReadOnlyList<FeedEntry> entries, bool isFull)
{
    /// <summary>Of what a feed holds.</summary>
    private const int MaximumLength = 1000;

    private readonly ILookup<string, FeedEntry> _byRun = entries.ToLookup(entry => entry.RunId, StringComparer.Ordinal);

    public static async Task<Feed> ReadAsync(ChaosApi api, TrialClock clock, CancellationToken cancellationToken)
    {
        var page = (await api.GetAsync($"notifications?limit={MaximumLength}", cancellationToken)).Required("The feed")["notifications"]!.AsArray();
        return new([.. page.Select(entry => EntryOf(entry!, clock))], page.Count >= MaximumLength);
    }

    /// <summary>The entries about a run.</summary>
    public IReadOnlyList<FeedEntry> Of(string run) => [.. _byRun[run]];

    /// <summary>Whether all entries about a run that ended then are there still.</summary>
    public bool IsWholeSince(double endedAt) => !isFull || endedAt >= entries[^1].At;

    private static FeedEntry EntryOf(JsonNode entry, TrialClock clock) =>
        new((string)entry["runId"]!, (string)entry["type"]!, (string)entry["text"]!, (((DateTimeOffset)entry["date"]!) - clock.Beginning).TotalSeconds);
}
