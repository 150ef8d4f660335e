using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Applying;

/// <summary>Compares definitions with a server.</summary>
internal static class Planner
{
    /// <param name="server">What is there.</param>
    /// <param name="definitions">What is to be there.</param>
    /// <param name="values">What they only name.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    /// <exception cref="FlowsException">A definition refers to what is neither defined nor there, or to a secret that cannot be read.</exception>
    public static async Task<ApplyPlan> MakeAsync(
        ServerDefinitions server, IReadOnlyList<Definition> definitions, Values values, PlanOptions options, CancellationToken cancellationToken)
    {
        await values.ReadVaultsAsync(definitions, options.NeedsSecrets, cancellationToken);
        var filled = definitions.Select(definition => FilledDefinition.Of(definition, values)).ToList();
        References.Check([.. filled.Select(one => one.Definition)], server, options.Prunes);
        var names = new References(filled.Select(one => one.Definition), server);
        var wanted = filled.Select(one => names.Spell(one)).ToList();
        var existing = wanted.Select(one => server.Find(one.Definition.Kind, one.Definition.Name)).OfType<Found>().ToList();
        var byFound = wanted.Where(one => server.Find(one.Definition.Kind, one.Definition.Name) is not null)
            .ToDictionary(one => server.Find(one.Definition.Kind, one.Definition.Name)!);
        var read = await server.ReadAsync(
            existing, found => options.Prunes || byFound[found].Definition.Content.ContainsKey("schedule") || byFound[found].Definition.Content.ContainsKey("notifications"), cancellationToken);

        var items = new List<PlanItem>();
        foreach (var kind in new[] { Kind.Connection, Kind.Integration, Kind.Flow })
            items.AddRange(wanted.Where(one => one.Definition.Kind == kind).Select(one => Compare(one, server.Find(kind, one.Definition.Name), read, options)));
        if (options.Prunes)
            items.AddRange(Pruned(server, wanted));
        return new ApplyPlan(items);
    }

    private static PlanItem Compare(FilledDefinition wanted, Found? existing, IReadOnlyDictionary<Found, Definition> read, PlanOptions options)
    {
        var (kind, name) = (wanted.Definition.Kind, wanted.Definition.Name);
        if (existing is null)
            return new PlanItem { Action = PlanAction.Create, Kind = kind, Name = name, Wanted = wanted };
        var server = read[existing];
        var (before, after) = (CanonicalForm.Of(server), CanonicalForm.Of(wanted.Definition));
        if (!after.ContainsKey("schedule") && !options.Prunes)
            before.Remove("schedule");
        if (!after.ContainsKey("notifications"))
            before.Remove("notifications");
        var differences = Differences.Between(before, after);
        if (differences.Count == 0 && options.WritesSecrets && (wanted.Secrets.Count > 0 || before["endpoint"]?.ToJsonString().Contains(Differences.Mask, StringComparison.Ordinal) == true))
            differences = [new Difference("secrets", Differences.Mask, "written anew")];
        return new PlanItem
        {
            Action = differences.Count == 0 ? PlanAction.Unchanged : PlanAction.Change,
            Kind = kind,
            Name = name,
            Wanted = wanted.KeepingMasksOf(server),
            Existing = existing,
            Server = server,
            Differences = differences,
        };
    }

    /// <summary>What is not defined, users before what they use.</summary>
    private static IEnumerable<PlanItem> Pruned(ServerDefinitions server, IReadOnlyList<FilledDefinition> wanted)
    {
        var kept = wanted.Select(one => (one.Definition.Kind, Name: one.Definition.Name.ToUpperInvariant())).ToHashSet();
        return from kind in new[] { Kind.Flow, Kind.Integration, Kind.Connection }
               from found in server.All
               where found.Kind == kind && !kept.Contains((kind, found.Name.ToUpperInvariant()))
               orderby Array.IndexOf([Kind.Flow, Kind.Integration, Kind.Connection], kind), found.Name
               select new PlanItem { Action = PlanAction.Delete, Kind = kind, Name = found.Name, Existing = found };
    }
}
