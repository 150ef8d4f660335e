using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>Finds what a command line means: an id, a name without regard to case, or either with its kind before a slash ("flow/Nightly load").</summary>
internal sealed class Finder(FlowsClient client)
{
    private const int IdLength = 32;

    /// <summary>A flow.</summary>
    /// <exception cref="FlowsException">There is none; the message has the nearest name.</exception>
    public Task<Found> FlowAsync(string nameOrId, CancellationToken cancellationToken) => FindAsync(nameOrId, [Kind.Flow], cancellationToken);

    /// <summary>A flow or an integration.</summary>
    /// <inheritdoc cref="FlowAsync"/>
    public Task<Found> RunnableAsync(string nameOrId, CancellationToken cancellationToken) => FindAsync(nameOrId, Kind.Runnable, cancellationToken);

    /// <summary>Anything.</summary>
    /// <inheritdoc cref="FlowAsync"/>
    public Task<Found> AnyAsync(string nameOrId, CancellationToken cancellationToken) => FindAsync(nameOrId, Kind.All, cancellationToken);

    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);

    private async Task<Found> FindAsync(string given, IReadOnlyList<Kind> kinds, CancellationToken cancellationToken)
    {
        var (wanted, text) = Split(given, kinds);
        if (IsId(text) && await FindByIdAsync(text, wanted, cancellationToken) is { } byId)
            return byId;

        var names = new List<string>();
        var found = new List<Found>();
        foreach (var kind in wanted)
        {
            await foreach (var item in Lister.AllAsync(client, kind, cancellationToken))
            {
                var name = kind.NameOf(item);
                names.Add(name);
                if (string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase))
                    found.Add(Found.Of(kind, item));
            }
        }

        return found switch
        {
            [var only] => only,
            [] => throw new FlowsException(ExitCode.NotFound, $"There is no {string.Join(" or ", wanted.Select(kind => kind.Word))} '{text}'.", Cure(text, names, wanted)),
            _ => throw new FlowsException(
                ExitCode.Misuse, $"'{text}' is the name of {string.Join(" and of ", found.Select(one => $"a{(one.Kind == Kind.Integration ? "n" : "")} {one.Kind.Word}"))}.", $"Say which: {string.Join(" or ", found.Select(one => $"'{one.Kind.Word}/{one.Name}'"))}."),
        };
    }

    private static (IReadOnlyList<Kind> Kinds, string Text) Split(string given, IReadOnlyList<Kind> kinds)
    {
        var slash = given.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && kinds.FirstOrDefault(kind => given[..slash] == kind.Word || given[..slash] == kind.Plural) is { } kind ? ([kind], given[(slash + 1)..]) : (kinds, given);
    }

    private static string Cure(string text, List<string> names, IReadOnlyList<Kind> wanted) =>
        names.Count == 0 ? "There is nothing yet: 'flows apply FILE' makes them from files."
        : NearestName.Find(text, names) is { } nearest ? $"Did you mean '{nearest}'?"
        : $"See which there are: flows list {wanted[0].Plural}";

    private async Task<Found?> FindByIdAsync(string id, IReadOnlyList<Kind> kinds, CancellationToken cancellationToken)
    {
        foreach (var kind in kinds)
        {
            var item = kind == Kind.Connection ? await ConnectionAsync(id, cancellationToken) : (await client.FindAsync($"{kind.Path}/{id}", cancellationToken))?[kind.Single] as JsonObject;
            if (item is not null)
                return Found.Of(kind, item);
        }

        return null;
    }

    private async Task<JsonObject?> ConnectionAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var item in Lister.AllAsync(client, Kind.Connection, cancellationToken))
        {
            if (Kind.Connection.IdOf(item) == id)
                return item;
        }

        return null;
    }
}
