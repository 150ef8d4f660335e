using System.Text;
using CsCheck;
using FlowFunctions.Targets.Stores.BigQuery;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

public class CsvBufferTests
{
    private static readonly Gen<string?[][]> Rows =
        from columns in Gen.Int[1, 4]
        from rows in Text().Null().Array[columns].Array[0, 6]
        select rows;

    [Fact]
    public void Rows_read_back_as_they_were_written() => Rows.Sample(rows =>
    {
        using var csv = new CsvBuffer(1);
        foreach (var row in rows)
        {
            csv.WriteRow(row);
        }

        using var chunk = csv.Take(rows.Length);

        Assert.Equal(rows.Select(row => row.Select(cell => cell ?? "")), Parse(Encoding.UTF8.GetString(chunk.Bytes.Span)));
    });

    [Theory]
    [InlineData(",\"\",x\r\n", new string?[] { null, "", "x" })]
    [InlineData("\"\"\r\n", new string?[] { null })]
    [InlineData("\"a,b\",\"c\"\"d\",\"e\nf\", g \r\n", new string?[] { "a,b", "c\"d", "e\nf", " g " })]
    public void Row_is_written(string expected, string?[] cells)
    {
        using var csv = new CsvBuffer(1);
        csv.WriteRow(cells);
        using var chunk = csv.Take(1);

        Assert.Equal(expected, Encoding.UTF8.GetString(chunk.Bytes.Span));
    }

    /// <summary>RFC 4180, section 2.</summary>
    private static List<List<string>> Parse(string text)
    {
        var rows = new List<List<string>>();
        for (var position = 0; position < text.Length;)
        {
            var row = new List<string>();
            do
            {
                var cell = new StringBuilder();
                if (text[position] == '"')
                {
                    for (position++; text[position] != '"' || text[position + 1] == '"'; position++)
                    {
                        cell.Append(text[position]);
                        position += text[position] == '"' ? 1 : 0;
                    }

                    position++;
                }
                else
                {
                    for (; text[position] is not (',' or '\r'); position++)
                    {
                        cell.Append(text[position]);
                    }
                }

                row.Add(cell.ToString());
            }
            while (text[position++] == ',');

            position++;
            rows.Add(row);
        }

        return rows;
    }

    private static Gen<string> Text() => Gen.OneOf(Gen.Char[",\"\r\nab ü漢"].Array[0, 8].Select(text => new string(text)), Gen.Char[' ', '\u07ff'].Array[0, 40].Select(text => new string(text)));
}
