using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Output;

/// <summary>A column of a table of the API's objects.</summary>
/// <param name="Title">In capitals, as tools have it.</param>
/// <param name="Text">For people.</param>
internal sealed record Column(string Title, Func<JsonObject, string> Text)
{
    /// <summary>For scripts: what tsv has. The text where it is not set.</summary>
    public Func<JsonObject, string>? Raw { get; init; }

    /// <summary>The word's colour on a terminal; null for none.</summary>
    public Func<JsonObject, Tone>? Tone { get; init; }

    /// <summary>Whether it may be cut where the terminal is too narrow.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether it may be left out where the terminal is too narrow; the last one goes first, texts that may be cut after the others.</summary>
    public bool IsOptional { get; init; }

    public bool IsNumber { get; init; }

    public string RawOf(JsonObject item) => OneLine.Of((Raw ?? Text)(item));

    /// <summary>A field as it is.</summary>
    public static Column Field(string title, string path) => new(title, item => item.Text(path) ?? "");

    /// <summary>An instant in UTC, which the title says.</summary>
    public static Column Time(string title, Func<JsonObject, DateTimeOffset?> instant) => new($"{title} (UTC)", item => UtcText.Of(instant(item)))
    {
        Raw = item => instant(item)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "",
    };
}
