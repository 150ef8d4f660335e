using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowFunctions.Cli.Tests.Pictures;

/// <summary>A terminal as a picture: what Spectre draws, each piece at its column, in the colours of a dark theme.</summary>
internal static class SvgTerminal
{
    private const double CellWidth = 7.8;
    private const double LineHeight = 19;
    private const double Margin = 16;
    private const string Foreground = "#e6edf3";
    private const string Background = "#0d1117";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Dictionary<Color, string> Theme = new()
    {
        [Color.Grey] = "#8b949e",
        [Color.Blue] = "#58a6ff",
        [Color.Green] = "#3fb950",
        [Color.Yellow] = "#d29922",
        [Color.Red] = "#f85149",
    };

    /// <param name="command">What was typed.</param>
    /// <param name="content">What is on the screen below.</param>
    /// <param name="columns">Of the terminal.</param>
    /// <param name="description">For who cannot see it.</param>
    public static string Of(string command, IRenderable content, int columns, string description)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(TextWriter.Null) });
        console.Profile.Width = columns;
        var lines = Segment.SplitLines(content.GetSegments(console)).Select(line => line.Select(segment => (segment.Text, segment.Style)).ToList()).ToList();
        lines.Insert(0, [("$ ", new Style(Color.Grey)), (command, Style.Plain)]);
        var (width, height) = ((2 * Margin) + (columns * CellWidth), (2 * Margin) + (lines.Count * LineHeight));
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("width", Number(width)),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", description),
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("rx", "8"), new XAttribute("fill", Background)),
            new XElement(
                Svg + "g",
                new XAttribute("font-family", "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"),
                new XAttribute("font-size", "13"),
                lines.SelectMany((line, at) => Texts(line, at))));
        return new StringBuilder().Append(picture).Append('\n').ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static IEnumerable<XElement> Texts(IReadOnlyList<(string Text, Style Style)> line, int row)
    {
        var column = 0;
        foreach (var (text, style) in line)
        {
            var (lead, shown) = (text.Length - text.TrimStart().Length, text.Trim());
            if (shown.Length > 0)
            {
                yield return new XElement(
                    Svg + "text",
                    new XAttribute("x", Number(Margin + ((column + lead) * CellWidth))),
                    new XAttribute("y", Number(Margin + ((row + 0.75) * LineHeight))),
                    new XAttribute("textLength", Number(shown.Length * CellWidth)),
                    new XAttribute("lengthAdjust", "spacingAndGlyphs"),
                    new XAttribute("fill", Theme.GetValueOrDefault(style.Foreground, Foreground)),
                    style.Decoration.HasFlag(Decoration.Bold) ? new XAttribute("font-weight", "bold") : null,
                    new XAttribute(XNamespace.Xml + "space", "preserve"),
                    shown);
            }

            column += text.Length;
        }
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
