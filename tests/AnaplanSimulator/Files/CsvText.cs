using CsvHelper;

namespace AnaplanSimulator.Files;

/// <summary>CSV as the simulator writes it: UTF-8, quotes where needed, and a line feed at the end of a row.</summary>
internal static class CsvText
{
    public static CsvWriter Writer(string path, string separator) => CsvWriter.ToFile(
        path,
        new CsvWriterOptions
        {
            Separator = separator[0],
            NewLine = "\n",

            // A dump has rows with too many columns.
            ValidateFieldCount = false,
        },
        FileOptions.Asynchronous);
}
