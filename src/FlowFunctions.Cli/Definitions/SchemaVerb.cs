using FlowFunctions.Cli.Help;

namespace FlowFunctions.Cli.Definitions;

/// <summary><c>flows schema</c>: the JSON Schema of definitions, for editors.</summary>
internal static class SchemaVerb
{
    public static Verb Create()
    {
        var verb = new Verb("schema", "Write the JSON Schema of definitions, for editors: '# yaml-language-server: $schema=flows.schema.json' at the top of a file.")
        {
            Examples = [("flows schema > flows.schema.json", "beside the definitions")],
        };
        verb.SetAction(arguments =>
        {
            arguments.InvocationConfiguration.Output.Write(DefinitionSchema.Text);
            return ExitCode.Success;
        });
        return verb;
    }
}
