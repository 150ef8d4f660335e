using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using CsvHelper;

namespace AnaplanSimulator.Imports;

/// <summary>Reads an uploaded file row by row into a list, module or table. Memory does not grow with the file, except for what its target keeps.</summary>
internal sealed class ImportJob(ImportDefinition import, ModelFile file, StoredContent? uploaded, ModelData draft, WorkFolder folder)
{
    public async Task<ActionOutcome> RunAsync(WorkProgress progress, CancellationToken cancellationToken)
    {
        progress.Step($"Reading {file.Definition.Name}");
        if (uploaded is not { } content)
            return Failed(file.State == UploadState.None ? ProblemType.FileNotAvailable : ProblemType.ReadFailed, file.Describe());

        await using var stream = content.OpenRead();
        await using var csv = CsvRows.Of(stream, file.Definition.Separator);
        try
        {
            return await ReadAsync(csv, stream, progress, cancellationToken);
        }
        catch (CsvFormatException)
        {
            return Failed(ProblemType.UnmatchedDelimiter, $"Unmatched text delimiter at or after line {csv.Line}: a row without an end");
        }
    }

    private async Task<ActionOutcome> ReadAsync(CsvRows csv, Stream stream, WorkProgress progress, CancellationToken cancellationToken)
    {
        if (!await csv.ReadAsync(cancellationToken))
            return Failed(ProblemType.ReadFailed, $"{file.Definition.Name} is empty: the header row is missing");
        var header = csv.Row;
        var target = Target();
        await using var _ = target as IAsyncDisposable;
        var sources = target.Columns.Select(column => Array.FindIndex(header, name => IsFor(name, column))).ToArray();
        var missing = target.RequiredColumns.Where(column => sources[IndexOf(target, column)] < 0).ToList();
        if (missing.Count > 0)
            return Failed(ProblemType.MissingFields, $"{file.Definition.Name} lacks the column {string.Join(", ", missing)}", missing);

        progress.Step($"Importing into {import.Into}");
        await using var rejected = new RejectedRows(folder, header, file.Definition.Separator);
        var ignored = 0;
        var values = new string?[sources.Length];
        while (await csv.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report(stream.Position, stream.Length);
            var row = csv.Row;
            if (row.All(string.IsNullOrWhiteSpace))
            {
                ignored++;
                continue;
            }

            if (ProblemOf(csv, header) is { } unreadable)
            {
                await rejected.AddAsync(row, csv.Line, unreadable);
                continue;
            }

            for (var index = 0; index < sources.Length; index++)
                values[index] = sources[index] < 0 ? null : row[sources[index]];
            if (target.Apply(values) is { } problem)
                await rejected.AddAsync(row, csv.Line, problem);
        }

        ResultDetail[] details = [.. target.Finish(rejected.Count, ignored), .. rejected.Details];
        var dump = await rejected.FinishAsync();
        return new ActionOutcome(
            new TaskResult { Successful = true, FailureDumpAvailable = dump is not null, ObjectId = import.Id, ObjectName = import.Name, Details = details },
            dump);
    }

    private static RowProblem? ProblemOf(CsvRows csv, string[] header) =>
        csv.IsMalformed ? new(ProblemType.UnmatchedDelimiter, "Unmatched text delimiter", csv.Row[0])
        : csv.Row.Length != header.Length ? new(ProblemType.ColumnCount, $"The header has {header.Length} columns, the row has another number", $"{csv.Row.Length} columns")
        : null;

    private IImportTarget Target() =>
        draft.Lists.ContainsKey(import.Into) ? new ListTarget(draft, import.Into)
        : draft.Modules.ContainsKey(import.Into) ? new ModuleTarget(draft, import.Into)
        : new TableTarget(draft, import.Into, folder);

    private bool IsFor(string name, string column) =>
        string.Equals(import.Columns.GetValueOrDefault(name, name), column, StringComparison.OrdinalIgnoreCase);

    private static int IndexOf(IImportTarget target, string column) => target.Columns.ToList().IndexOf(column);

    private ActionOutcome Failed(string type, string message, IReadOnlyList<string>? values = null) =>
        ActionOutcome.Failed(import.Id, import.Name, type, message, values);
}
