using System.Text;

namespace FlowFunctions.Core.Documents;

/// <summary>The two spellings of a field's name.</summary>
internal static class Spelling
{
    public static string ToSnakeCase(string camelCase)
    {
        var snake = new StringBuilder(camelCase.Length + 4);
        foreach (var letter in camelCase)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                snake.Append('_').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                snake.Append(letter);
            }
        }

        return snake.ToString();
    }

    public static string ToCamelCase(string name)
    {
        var camel = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '_' && camel.Length > 0 && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))
            {
                camel.Append(char.ToUpperInvariant(name[++i]));
            }
            else
            {
                camel.Append(name[i]);
            }
        }

        return camel.ToString();
    }
}
