using CsvHelper;

namespace AnaplanSimulator.Files;

/// <summary>Reads CSV row by row, the header like any other. A row with faulty quotes is read as well as can be, and said to be faulty.</summary>
internal sealed class CsvRows(CsvReader reader) : IAsyncDisposable, IDisposable
{
    // A quote that is never closed makes one field of the rest of the file: reading ends before memory does.
    private const int MaxRowSize = 1 << 20;

    /// <summary>Whether the quotes of the row are faulty.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The line of the file, from 1, at which the row begins.</summary>
    public long Line => reader.LineNumber;

    public string[] Row { get; private set; } = [];

    public static CsvRows Of(Stream stream, string separator)
    {
        CsvRows? rows = null;
        return rows = new(CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = separator[0],
                HasHeader = false,
                SkipEmptyLines = false,
                TrackLineNumbers = true,
                MaxRecordSize = MaxRowSize,
                OnMalformedRecord = _ => rows!.IsMalformed = true,
            },
            leaveOpen: false));
    }

    /// <summary>Moves to the next row; false after the last.</summary>
    /// <exception cref="CsvFormatException">A row is larger than 1 MB.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        IsMalformed = false;
        return await reader.ReadAsync(cancellationToken) && Take();
    }

    /// <inheritdoc cref="ReadAsync"/>
    public bool Read()
    {
        IsMalformed = false;
        return reader.Read() && Take();
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    public void Dispose() => reader.Dispose();

    private bool Take()
    {
        var row = new string[reader.FieldCount];
        for (var index = 0; index < row.Length; index++)
            row[index] = reader.GetString(index);
        Row = row;
        return true;
    }
}
