using System.Text.RegularExpressions;

namespace FlowFunctions.Infra.Tests.Alerts;

/// <summary>A line that the app's source logs: its template, and its level where that is always the same.</summary>
internal sealed partial record LoggedLine(string Template, string? Level)
{
    private static readonly string[] Sources =
        [.. Directory.EnumerateFiles(Path.Combine(Infra.Repository, "src/FlowFunctions"), "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines)];

    public static IReadOnlyList<LoggedLine> All { get; } =
    [
        .. Sources
            .Select(line => Attribute().Match(line))
            .Where(match => match.Success)
            .Select(match => new LoggedLine(match.Groups["template"].Value, match.Groups["level"] is { Success: true } level ? level.Value : null)),
    ];

    /// <summary>Names of the app's functions.</summary>
    public static IReadOnlySet<string> Functions { get; } =
        Sources.Select(line => Function().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    public bool Matches(string message) => Regex.IsMatch(message, $"^{Placeholder().Replace(Regex.Escape(Template), "(.*)")}$", RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    [GeneratedRegex("""\[LoggerMessage\(.*?(LogLevel\.(?<level>\w+))?,? (Message = )?"(?<template>.*)"\)\]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Attribute();

    [GeneratedRegex("""\[Function\((nameof\()?"?(?<name>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Function();

    // A brace is escaped where it opens, and not where it closes.
    [GeneratedRegex(@"\\\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Placeholder();
}
