using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;

namespace AnaplanSimulator.Exports;

/// <summary>Writes a list, a module or a table to the export's file: a header row, then the rows that pass the filter.</summary>
internal sealed class ExportJob(ExportDefinition export, ModelData draft, WorkFolder folder)
{
    public async Task<ActionOutcome> RunAsync(WorkProgress progress, CancellationToken cancellationToken)
    {
        progress.Step($"Exporting {export.From}");
        var source = ExportSource.Of(export.From, draft);
        var columns = (export.Columns.Count == 0 ? source.Columns : export.Columns).Select(source.IndexOf).ToArray();
        var path = folder.NewFile();
        long rows = 0;
        var writer = CsvText.Writer(path, export.Separator);
        await using (writer)
        {
            await writer.WriteRecordAsync([.. columns.Select(column => source.Columns[column])], cancellationToken);
            foreach (var row in Ordered(source))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var column in columns)
                    writer.WriteField(row[column]);
                await writer.EndRecordAsync(cancellationToken);
                progress.Report(++rows, Math.Max(rows, source.Count));
            }
        }

        draft.SetExport(export.Id, StoredContent.Of(path));
        return ActionOutcome.Succeeded(export.Id, export.Name, "exportSucceeded", $"{export.Name}: {rows} rows exported");
    }

    private IEnumerable<IReadOnlyList<string>> Ordered(ExportSource source)
    {
        var rows = source.Rows;
        if (export.Filter is { } filter)
        {
            var column = source.IndexOf(filter.Column);
            rows = rows.Where(row => row[column] == filter.EqualTo);
        }

        if (export.OrderBy.Count == 0)
            return rows;

        var ordered = rows.OrderBy(_ => 0);
        foreach (var by in export.OrderBy)
        {
            var column = source.IndexOf(by.TrimStart('-'));
            var key = source.KeyOf(column);
            ordered = by.StartsWith('-') ? ordered.ThenByDescending(key) : ordered.ThenBy(key);
        }

        return ordered;
    }
}
