using System.Globalization;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using CsvHelper;

namespace AnaplanSimulator.Imports;

/// <summary>Writes the dump of an import: the rejected rows as they came, with their line, the type of the problem and its text behind them.</summary>
internal sealed class RejectedRows(WorkFolder folder, IReadOnlyList<string> header, string separator) : IAsyncDisposable
{
    // Enough to see what is wrong; the dump has all of them.
    private const int MaxValues = 10;

    private readonly Dictionary<(string Type, string Message), (int Count, List<string> Values)> _problems = [];
    private string? _path;
    private CsvWriter? _rows;

    public int Count { get; private set; }

    public async Task AddAsync(IReadOnlyList<string> row, long line, RowProblem problem)
    {
        if (_rows is null)
        {
            _path = folder.NewFile();
            _rows = CsvText.Writer(_path, separator);
            await WriteAsync([.. header, "_Line_No_", "_Error_Code_", "_Error_Message_"]);
        }

        // A row with too few columns is filled up, so that the dump is a table whatever is wrong.
        var padding = Enumerable.Repeat("", Math.Max(0, header.Count - row.Count));
        await WriteAsync([.. row, .. padding, line.ToString(CultureInfo.InvariantCulture), problem.Type, $"{problem.Message}: {problem.Value}"]);
        Count++;

        var (count, values) = _problems.GetValueOrDefault((problem.Type, problem.Message), (0, []));
        if (values.Count < MaxValues && !values.Contains(problem.Value, StringComparer.Ordinal))
            values.Add(problem.Value);
        _problems[(problem.Type, problem.Message)] = (count + 1, values);
    }

    /// <summary>One detail for each kind of problem: how often it came, and the first values.</summary>
    public IEnumerable<ResultDetail> Details =>
        _problems.Select(problem => new ResultDetail(problem.Key.Message, problem.Value.Count, problem.Key.Type, problem.Value.Values));

    /// <summary>Null where no row was rejected.</summary>
    public async Task<StoredContent?> FinishAsync()
    {
        if (_rows is null)
            return null;
        await _rows.FlushAsync();
        return StoredContent.Of(_path!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rows is not null)
            await _rows.DisposeAsync();
    }

    private ValueTask WriteAsync(string[] fields) => _rows!.WriteRecordAsync(fields);
}
