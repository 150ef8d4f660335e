using System.Text;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Definitions;

/// <summary>Writes definitions as a folder: a file of YAML for each, in a folder for each kind, and the schema that editors check them by.</summary>
internal static class DefinitionFolder
{
    public const string SchemaFile = "flows.schema.json";

    /// <exception cref="FlowsException">The folder cannot be written.</exception>
    public static async Task WriteAsync(string folder, IEnumerable<Definition> definitions, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, SchemaFile), DefinitionSchema.Text, cancellationToken);
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var definition in definitions)
            {
                var below = Path.Combine(folder, definition.Kind.Plural);
                Directory.CreateDirectory(below);
                var path = Path.Combine(below, $"{FileName(definition.Name)}.yaml");
                for (var number = 2; !taken.Add(path); number++)
                    path = Path.Combine(below, $"{FileName(definition.Name)}-{number}.yaml");
                await File.WriteAllTextAsync(path, $"# yaml-language-server: $schema=../{SchemaFile}\n{YamlText.Of(definition.Content)}\n", cancellationToken);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FlowsException(ExitCode.Misuse, $"{folder} cannot be written: {problem.Message}", "Name a folder that you may write to.", problem);
        }
    }

    /// <summary>"Load sales (EMEA)" as load-sales-emea: safe on every system, and in an address.</summary>
    private static string FileName(string name)
    {
        var file = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter))
                file.Append(char.ToLowerInvariant(letter));
            else if (file.Length > 0 && file[^1] != '-')
                file.Append('-');
        }

        var trimmed = file.ToString().TrimEnd('-');
        return trimmed.Length == 0 ? "unnamed" : trimmed[..Math.Min(trimmed.Length, 80)];
    }
}
