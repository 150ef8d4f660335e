using FlowFunctions.Cli.Rendering;
using Spectre.Console;

namespace FlowFunctions.Cli.Keys;

/// <summary>What <c>flows keys</c> does. Output takes what a script wants, the key or the list; what is said about it goes to the other writer.</summary>
internal sealed class KeysTool(TextWriter output, TextWriter remarks)
{
    private const int TableWidth = 300;

    public async Task NewAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        if (request.Settings is not { } path)
        {
            var printed = NewKey.Create(request.Name, request.Role, entry: null);
            await ShowAsync(printed, "Set this where the app reads its settings; Azure starts it again by itself.");
            await output.WriteAsync(AppSettings.Of(printed.Entry));
            return;
        }

        var file = await SettingsFile.ReadAsync(path, cancellationToken);
        var key = NewKey.Create(request.Name, request.Role, file.NextEntry);
        file.Add(key.Entry);
        await file.WriteAsync(cancellationToken);
        await ShowAsync(key, $"Its hash is in {path}; the app knows it from its next start.");
    }

    public async Task ListAsync(string path, CancellationToken cancellationToken)
    {
        var keys = (await SettingsFile.ReadAsync(path, cancellationToken)).Keys;
        if (keys.Count == 0)
        {
            await remarks.WriteLineAsync($"No keys in {path}. Make one: flows keys new --name NAME --role viewer");
            return;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("Fingerprint", "Role", "Name");
        foreach (var key in keys)
            table.AddRow(new Text(key.Fingerprint), new Text(OneLine.Of(key.Role)), new Text(OneLine.Of(key.Name)));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = TableWidth;
        console.Write(table);
    }

    public async Task RevokeAsync(string key, string path, CancellationToken cancellationToken)
    {
        var file = await SettingsFile.ReadAsync(path, cancellationToken);
        var found = file.Keys.Where(known => string.Equals(known.Fingerprint, key, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
            found = [.. file.Keys.Where(known => known.Name == key)];
        if (found is not [var revoked])
        {
            throw found.Count == 0
                ? new FlowsException($"No key in {path} has the fingerprint or name '{key}'.", "See which there are: flows keys list")
                : new FlowsException($"{found.Count} keys in {path} are named '{key}'.", $"Give one of their fingerprints: {string.Join(", ", found.Select(known => known.Fingerprint))}");
        }

        file.Remove(revoked);
        await file.WriteAsync(cancellationToken);
        await remarks.WriteLineAsync($"The key {revoked.Fingerprint} of {revoked.Name} ({revoked.Role}) is out of {path}.");
        await remarks.WriteLineAsync("An app that runs has read it already: start it again, and the key opens nothing any more.");
    }

    private async Task ShowAsync(NewKey key, string next)
    {
        await remarks.WriteLineAsync($"Key {key.Entry.Fingerprint} of {key.Entry.Name} ({key.Entry.Role}). It is shown this once:");
        await output.WriteLineAsync(key.Value);
        await remarks.WriteLineAsync(next);
    }
}
