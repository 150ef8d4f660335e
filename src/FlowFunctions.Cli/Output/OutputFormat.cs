namespace FlowFunctions.Cli.Output;

/// <summary>How data is written.</summary>
internal enum OutputFormat
{
    /// <summary>Columns for people.</summary>
    Table,

    /// <summary>One document with all that the API says.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,

    /// <summary>Names alone, one a line.</summary>
    Name,

    /// <summary>The table's columns with tabs between, values as the API has them, without a line of titles.</summary>
    Tsv,
}
