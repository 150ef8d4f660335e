using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Writes CSV by RFC 4180 in UTF-8 into a rented buffer that grows with its longest chunk. NULL is an empty cell, an empty text <c>""</c>, as in the service's
/// own exports; where a row is one cell, NULL is <c>""</c>, too, for an empty line is no row to many readers.
/// </summary>
internal sealed class CsvBuffer(int capacity) : IDisposable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private byte[] _bytes = TransferBuffers.Pool.Rent(capacity);

    public int Length { get; private set; }

    public void WriteRow(IReadOnlyList<string?> cells)
    {
        for (var cell = 0; cell < cells.Count; cell++)
        {
            if (cell > 0)
            {
                Append(",");
            }

            Append(cells[cell] is { } text ? Escape(text) : cells.Count == 1 ? "\"\"" : "");
        }

        Append("\r\n");
    }

    /// <summary>What was written since the last time, which the chunk takes over.</summary>
    /// <param name="next">Index of the row that follows.</param>
    public SourceChunk Take(long next)
    {
        var chunk = new SourceChunk(_bytes, Length, next.ToString(CultureInfo.InvariantCulture));
        _bytes = TransferBuffers.Pool.Rent(_bytes.Length);
        Length = 0;
        return chunk;
    }

    public void Dispose()
    {
        TransferBuffers.Pool.Return(_bytes);
        _bytes = [];
    }

    private static string Escape(string text) => text.Length > 0 && text.AsSpan().IndexOfAny(Quoted) < 0
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Append(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length - Length < most)
        {
            var longer = TransferBuffers.Pool.Rent(Math.Max(_bytes.Length * 2, Length + most));
            _bytes.AsSpan(0, Length).CopyTo(longer);
            TransferBuffers.Pool.Return(_bytes);
            _bytes = longer;
        }

        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }
}
