using System.CommandLine;
using FlowFunctions.Cli.Help;

namespace FlowFunctions.Cli.Keys;

/// <summary><c>flows keys</c>: makes, lists and revokes the keys that the app lets in.</summary>
internal static class KeysCommand
{
    public static Verb Create()
    {
        var verb = new Verb("keys", "Make, list and revoke the keys that the API is called with.")
        {
            Examples =
            [
                ("flows keys new --name nightly --role operator", "a key for a script that runs flows"),
                ("flows keys list", "who may call, and as what"),
                ("flows keys revoke nightly", "it opens nothing after the next start"),
            ],
        };
        verb.Add(New());
        verb.Add(List());
        verb.Add(Revoke());
        return verb;
    }

    private static Verb New()
    {
        var name = new Option<string>("--name") { Description = "Who calls with the key: the user in documents and runs.", HelpName = "NAME", Required = true };
        var role = new Option<string>("--role") { Description = "viewer reads; operator also runs, cancels and resumes; editor also changes definitions.", Required = true };
        var print = new Option<bool>("--print") { Description = "Print the settings to set, as JSON and for Azure, instead of writing a file." };
        var settings = SettingsOption();
        role.CompletionSources.Add([.. KeyRequest.Roles]);
        role.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !KeyRequest.Roles.Contains(given, StringComparer.Ordinal))
                result.AddError($"--role is viewer, operator or editor, not '{given}'.");
        });
        name.Validators.Add(result =>
        {
            if ((result.GetValueOrDefault<string>() ?? "").Trim() is not { Length: > 0 and <= KeyRequest.MaximumNameLength } given || given.Any(char.IsControl))
                result.AddError($"--name is 1 to {KeyRequest.MaximumNameLength} characters on one line.");
        });

        var command = new Verb("new", "Make a key. It is printed once and kept nowhere: the app gets its salted hash.")
        {
            Examples =
            [
                ("flows keys new --name nightly --role operator", "into local.settings.json of this folder"),
                ("flows keys new --name pipeline --role editor --print", "as settings for Azure"),
            ],
        };
        foreach (var option in new Option[] { name, role, settings, print })
            command.Add(option);
        command.SetAction((arguments, cancellationToken) =>
        {
            var request = new KeyRequest(arguments.GetValue(name)!.Trim(), arguments.GetValue(role)!, arguments.GetValue(print) ? null : arguments.GetValue(settings));
            return new KeysTool(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error).NewAsync(request, cancellationToken);
        });
        return command;
    }

    private static Verb List()
    {
        var settings = SettingsOption();
        var command = new Verb("list", "Show the keys in a settings file: names, roles and fingerprints.") { Examples = [("flows keys list", "those of local.settings.json in this folder")] };
        command.Add(settings);
        command.SetAction((arguments, cancellationToken) =>
            new KeysTool(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error).ListAsync(arguments.GetValue(settings)!, cancellationToken));
        return command;
    }

    private static Verb Revoke()
    {
        var key = new Argument<string>("key") { Description = "The key's fingerprint, or its name where no other key has it." };
        var settings = SettingsOption();
        var command = new Verb("revoke", "Take a key out of a settings file. It opens the app until that starts again.") { Examples = [("flows keys revoke nightly", "by its name, or by its fingerprint")] };
        command.Add(key);
        command.Add(settings);
        command.SetAction((arguments, cancellationToken) =>
            new KeysTool(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error)
                .RevokeAsync(arguments.GetValue(key)!, arguments.GetValue(settings)!, cancellationToken));
        return command;
    }

    private static Option<string> SettingsOption() =>
        new("--settings") { Description = $"The app's settings file (default {SettingsFile.DefaultName} here).", HelpName = "FILE", DefaultValueFactory = _ => SettingsFile.DefaultName };
}
