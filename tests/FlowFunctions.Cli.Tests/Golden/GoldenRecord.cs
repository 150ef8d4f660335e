using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Definitions;

namespace FlowFunctions.Cli.Tests.Golden;

/// <summary>Outputs on record, in the files beside. With FLOWS_GOLDEN=write they are made anew.</summary>
internal static class GoldenRecord
{
    public const int Columns = 100;

    private static readonly TimeSpan ReadsWithin = TimeSpan.FromSeconds(10);

    public static string Folder { get; } = FolderOfThis();

    /// <summary>Holds a record to its file.</summary>
    public static async Task CheckAsync(string name, string record)
    {
        var file = Path.Combine(Folder, $"{name}.txt");
        if (Environment.GetEnvironmentVariable("FLOWS_GOLDEN") == "write")
            await File.WriteAllTextAsync(file, record);
        Assert.Equal(File.Exists(file) ? await File.ReadAllTextAsync(file) : "no record", record);
    }

    /// <summary>What was written, with controls as signs that a file can show, and without what differs from run to run.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="known">Texts of this run, and what stands for them.</param>
    /// <param name="varying">Patterns of what else differs, and what stands for it.</param>
    public static string Readable(string text, IEnumerable<(string Text, string Sign)> known, IEnumerable<(string Pattern, string Sign)> varying)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace(DefinitionSchema.Text, "(the schema)", StringComparison.Ordinal);
        text = known.Aggregate(text, (said, one) => said.Replace(one.Text, one.Sign, StringComparison.Ordinal));
        text = varying.Aggregate(text, (said, one) => Regex.Replace(said, one.Pattern, one.Sign, RegexOptions.Multiline, ReadsWithin));
        var readable = new StringBuilder();
        foreach (var letter in text)
            readable.Append(letter < ' ' && letter != '\n' ? (char)(letter + '\u2400') : letter);
        return readable.Length > 0 && readable[^1] != '\n' ? readable.Append("⏎\n").ToString() : readable.ToString();
    }

    private static string FolderOfThis([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
