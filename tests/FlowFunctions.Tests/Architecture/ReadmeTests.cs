using System.Reflection;

namespace FlowFunctions.Tests.Architecture;

/// <summary>The README's configuration table says what there is to configure: all of it, and nothing that is gone.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Every_option_stands_in_the_configuration_table()
    {
        var missing = Options().Where(setting => !Readme.Contains($"| `{setting}` |", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_setting_of_an_options_section_in_the_configuration_table_exists()
    {
        var known = Options().ToList();
        var sections = known.Select(setting => setting[..setting.IndexOf(':', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        var listed = from line in Readme.Split('\n')
                     where line.StartsWith("| `", StringComparison.Ordinal)
                     let setting = line[3..line.IndexOf('`', 3)]
                     let colon = setting.IndexOf(':', StringComparison.Ordinal)
                     where colon > 0 && sections.Contains(setting[..colon]) && setting != "Flows:TaskHub"
                     select setting;

        Assert.Empty(listed.Except(known, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Options() =>
        from type in Assembly.Load("FlowFunctions").GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is { IsLiteral: true } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select $"{section.GetRawConstantValue()}:{property.Name}";
}
