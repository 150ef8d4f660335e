using System.Text.RegularExpressions;
using AnaplanSimulator.Authentication;

namespace AnaplanSimulator.Definition;

/// <summary>Finds every contradiction of a definition, so that a typing error shows at the start and not as a strange answer.</summary>
internal sealed partial class DefinitionCheck
{
    private readonly List<string> _faults = [];

    public static void Assert(SimulatorDefinition definition)
    {
        var check = new DefinitionCheck();
        foreach (var workspace in definition.Workspaces)
        {
            foreach (var model in workspace.Models)
                check.Check(model);
        }

        foreach (var certificate in definition.Certificates)
        {
            using var parsed = Accounts.Parse(certificate.Certificate);
            check.Refer(parsed is not null, $"The certificate of {certificate.User} is neither PEM nor base64 of DER.");
        }

        check.Unique("workspaces", definition.Workspaces.Select(workspace => workspace.Id));
        check.Unique("models", definition.Workspaces.SelectMany(workspace => workspace.Models).Select(model => model.Id));
        check.Unique("users", definition.Users.Select(user => user.User));
        if (check._faults.Count > 0)
            throw new DefinitionException(check._faults);
    }

    private void Check(ModelDefinition model)
    {
        Ids(model, "113", model.Files.Select(file => file.Id));
        Ids(model, "112", model.Imports.Select(import => import.Id));
        Ids(model, "116", model.Exports.Select(export => export.Id));
        Ids(model, "117", model.Actions.Select(action => action.Id));
        Ids(model, "118", model.Processes.Select(process => process.Id));
        Unique(
            $"{model.Name}: lists, modules and tables",
            [.. model.Lists.Select(list => list.Name), .. model.Modules.Select(module => module.Name), .. model.Tables.Select(table => table.Name)]);

        foreach (var list in model.Lists)
            Fields(model, list.Name, ["Code", "Name"], list.Properties);
        foreach (var module in model.Modules)
        {
            Refer(module.Dimensions.Count > 0, $"{model.Name}: {module.Name} has no dimension.");
            foreach (var dimension in module.Dimensions)
                Refer(IsList(model, dimension), $"{model.Name}: {module.Name} has the dimension {dimension}, which is no list.");
            Fields(model, module.Name, module.Dimensions, module.LineItems);
        }

        foreach (var table in model.Tables)
            Fields(model, table.Name, [], table.Columns);
        foreach (var import in model.Imports)
            Check(model, import);
        foreach (var export in model.Exports)
            Check(model, export);
        foreach (var action in model.Actions)
            Check(model, action);
        foreach (var process in model.Processes)
        {
            foreach (var action in process.Actions)
                Refer(IsAction(model, action), $"{model.Name}: process {process.Id} has the action {action}, which does not exist.");
        }
    }

    private void Check(ModelDefinition model, ImportDefinition import)
    {
        Refer(model.Files.Any(file => file.Id == import.File), $"{model.Name}: import {import.Id} reads the file {import.File}, which does not exist.");
        if (!Exists(model, $"import {import.Id}", import.Into))
            return;
        foreach (var column in import.Columns.Values)
            Refer(Columns(model, import.Into).Contains(column, StringComparer.OrdinalIgnoreCase), $"{model.Name}: import {import.Id} fills the column {column}, which {import.Into} does not have.");
    }

    private void Check(ModelDefinition model, ExportDefinition export)
    {
        if (!Exists(model, $"export {export.Id}", export.From))
            return;
        Refer(export.OrderBy.Count == 0 || model.Tables.All(table => table.Name != export.From), $"{model.Name}: export {export.Id} cannot order a table; leave out orderBy.");
        string[] named = [.. export.Columns, .. export.OrderBy.Select(column => column.TrimStart('-')), .. export.Filter is { } filter ? [filter.Column] : Array.Empty<string>()];
        foreach (var column in named)
            Refer(Columns(model, export.From).Contains(column, StringComparer.OrdinalIgnoreCase), $"{model.Name}: export {export.Id} names the column {column}, which {export.From} does not have.");
    }

    private void Check(ModelDefinition model, ActionDefinition action)
    {
        if (!Exists(model, $"action {action.Id}", action.Target) || action.Kind != ActionKind.Copy)
            return;
        var from = model.Modules.FirstOrDefault(module => module.Name == action.From);
        var into = model.Modules.FirstOrDefault(module => module.Name == action.Target);
        if (from is null || into is null)
            _faults.Add($"{model.Name}: action {action.Id} copies between modules; \"from\" and \"target\" must be names of modules.");
        else
            Refer(into.Dimensions.All(from.Dimensions.Contains), $"{model.Name}: action {action.Id} copies into {into.Name}, which has a dimension that {from.Name} lacks.");
    }

    private void Fields(ModelDefinition model, string owner, IReadOnlyList<string> others, IReadOnlyList<FieldDefinition> fields)
    {
        Unique($"{model.Name}: columns of {owner}", [.. others, .. fields.Select(field => field.Name)]);
        foreach (var field in fields.Where(field => field.Format == FieldFormat.Item))
            Refer(field.List is not null && IsList(model, field.List), $"{model.Name}: {field.Name} of {owner} takes items of \"{field.List}\", which is no list.");
    }

    private void Ids(ModelDefinition model, string prefix, IEnumerable<string> ids)
    {
        var all = ids.ToList();
        Unique($"{model.Name}: ids", all);
        foreach (var id in all)
            Refer(TwelveDigits.IsMatch(id) && id.StartsWith(prefix, StringComparison.Ordinal), $"{model.Name}: the id {id} must be 12 digits that begin with {prefix}.");
    }

    private void Unique(string what, IEnumerable<string> names)
    {
        foreach (var twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            _faults.Add($"{what}: \"{twice.Key}\" is there {twice.Count()} times.");
    }

    private bool Exists(ModelDefinition model, string who, string name)
    {
        var exists = IsList(model, name) || model.Modules.Any(module => module.Name == name) || model.Tables.Any(table => table.Name == name);
        Refer(exists, $"{model.Name}: {who} names \"{name}\", which is no list, module or table.");
        return exists;
    }

    private void Refer(bool holds, string fault)
    {
        if (!holds)
            _faults.Add(fault);
    }

    private static bool IsList(ModelDefinition model, string name) => model.Lists.Any(list => list.Name == name);

    private static bool IsAction(ModelDefinition model, string id) =>
        model.Imports.Any(import => import.Id == id) || model.Exports.Any(export => export.Id == id) || model.Actions.Any(action => action.Id == id);

    private static IEnumerable<string> Columns(ModelDefinition model, string name) =>
    [
        .. model.Lists.Where(list => list.Name == name).SelectMany(list => list.Properties.Select(property => property.Name).Concat(["Code", "Name"])),
        .. model.Modules.Where(module => module.Name == name).SelectMany(module => module.Dimensions.Concat(module.LineItems.Select(item => item.Name))),
        .. model.Tables.Where(table => table.Name == name).SelectMany(table => table.Columns.Select(column => column.Name)),
    ];

    [GeneratedRegex("^[0-9]{12}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TwelveDigits { get; }
}
