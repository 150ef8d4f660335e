using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows profile</c>: servers by names of the user's, in a file that nobody else may read.</summary>
internal static class ProfileVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var verb = new Verb("profile", "Name servers, and how to get their keys: list, set, use and delete profiles.")
        {
            Examples =
            [
                ("flows profile set prod --server https://flows.example.com --key-variable PROD_KEY --production", "changes there are asked for"),
                ("flows profile use prod", "for all that follows"),
                ("flows profile list", "without keys"),
            ],
        };
        verb.Add(List(surroundings));
        verb.Add(Set(surroundings));
        verb.Add(Use(surroundings));
        verb.Add(Delete(surroundings));
        return verb;
    }

    private static Verb List(Surroundings surroundings)
    {
        var options = new ServerOptions();
        var verb = new Verb("list", "List the profiles; never their keys.") { Examples = [("flows profile list -o json", "for a script")] };
        verb.Add(options.Output);
        verb.SetAction((arguments, cancellationToken) => GuardAsync(arguments, async () =>
        {
            var store = await ReadAsync(surroundings, cancellationToken);
            var items = store.Profiles.OrderBy(profile => profile.Key, StringComparer.Ordinal).Select(profile => new JsonObject
            {
                ["name"] = profile.Key,
                ["server"] = profile.Value.Server,
                ["key"] = profile.Value.KeySource,
                ["production"] = profile.Value.IsProduction,
                ["current"] = profile.Key == store.Current,
            }).ToList();
            if (items.Count == 0)
                await arguments.InvocationConfiguration.Error.WriteLineAsync("No profiles. Make one: flows profile set NAME --server URL --key-variable NAME");
            new OutputWriter(arguments.InvocationConfiguration.Output, arguments.GetValue(options.Output) ?? OutputFormat.Table, surroundings).WriteList(
                items,
                [
                    Column.Field("NAME", "name"),
                    new("CURRENT", item => item.Flag("current") == true ? "yes" : "no"),
                    new("PRODUCTION", item => item.Flag("production") == true ? "yes" : "no"),
                    Column.Field("KEY", "key"),
                    Column.Field("SERVER", "server"),
                ],
                item => item.Text("name")!);
        }));
        return verb;
    }

    private static Verb Set(Surroundings surroundings)
    {
        var name = new Argument<string>("name") { Description = "A name of your choice." };
        var server = new Option<string>("--server") { Description = "Address of the server.", HelpName = "URL", Required = true };
        var keyFile = new Option<string?>("--key-file") { Description = "The key is in this file.", HelpName = "FILE" };
        var keyVariable = new Option<string?>("--key-variable") { Description = "The key is in this environment variable.", HelpName = "NAME" };
        var keyInput = new Option<bool>("--key-stdin") { Description = "Read the key from standard input, and keep it in the file of profiles." };
        var production = new Option<bool>("--production") { Description = "Ask before each change there." };
        var verb = new Verb("set", "Make a profile, or make it anew. The first one is the current one.")
        {
            Examples =
            [
                ("flows profile set dev --server http://localhost:7071 --key-file .flows/dev-key", "a local host"),
                ("flows profile set prod --server https://flows.example.com --key-stdin --production < key", "the key is kept, readable by you alone"),
            ],
        };
        verb.Add(name);
        foreach (var option in new Option[] { server, keyFile, keyVariable, keyInput, production })
            verb.Add(option);
        verb.Validators.Add(given =>
        {
            if (new Option[] { keyFile, keyVariable, keyInput }.Count(option => given.GetResult(option) is { Implicit: false }) > 1)
                given.AddError("A key comes from one of --key-file, --key-variable and --key-stdin.");
        });
        verb.SetAction((arguments, cancellationToken) => GuardAsync(arguments, async () =>
        {
            var store = await ReadAsync(surroundings, cancellationToken);
            var key = arguments.GetValue(keyInput) ? (await surroundings.Input.ReadLineAsync(cancellationToken))?.Trim() : null;
            if (arguments.GetValue(keyInput) && string.IsNullOrEmpty(key))
                throw new FlowsException(ExitCode.Misuse, "Standard input has no key.", "Give it on one line.");
            store.Profiles[arguments.GetValue(name)!] = new Profile
            {
                Server = TargetFinder.AddressOf(arguments.GetValue(server)!).ToString().TrimEnd('/'),
                Key = key,
                KeyFile = arguments.GetValue(keyFile) is { } file ? Path.GetFullPath(Path.Combine(surroundings.Folder, file)) : null,
                KeyVariable = arguments.GetValue(keyVariable),
                IsProduction = arguments.GetValue(production),
            };
            store.Current ??= arguments.GetValue(name);
            await store.WriteAsync(cancellationToken);
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"The profile '{arguments.GetValue(name)}' is in {store.Path}.");
        }));
        return verb;
    }

    private static Verb Use(Surroundings surroundings)
    {
        var name = new Argument<string>("name") { Description = "Of the profile." };
        var verb = new Verb("use", "Make a profile the current one.") { Examples = [("flows profile use dev", "commands without --profile or FLOWS_SERVER go there")] };
        verb.Add(name);
        verb.SetAction((arguments, cancellationToken) => GuardAsync(arguments, async () =>
        {
            var store = await ReadAsync(surroundings, cancellationToken);
            var profile = store.Find(arguments.GetValue(name)!);
            store.Current = arguments.GetValue(name);
            await store.WriteAsync(cancellationToken);
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"The current profile is '{store.Current}': {profile.Server}{(profile.IsProduction ? ", production" : "")}.");
        }));
        return verb;
    }

    private static Verb Delete(Surroundings surroundings)
    {
        var name = new Argument<string>("name") { Description = "Of the profile." };
        var verb = new Verb("delete", "Forget a profile, and its key where it is kept.") { Examples = [("flows profile delete dev", "the server stays as it is")] };
        verb.Add(name);
        verb.SetAction((arguments, cancellationToken) => GuardAsync(arguments, async () =>
        {
            var store = await ReadAsync(surroundings, cancellationToken);
            store.Find(arguments.GetValue(name)!);
            store.Profiles.Remove(arguments.GetValue(name)!);
            store.Current = store.Current == arguments.GetValue(name) ? null : store.Current;
            await store.WriteAsync(cancellationToken);
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"The profile '{arguments.GetValue(name)}' is gone.");
        }));
        return verb;
    }

    private static Task<ProfileStore> ReadAsync(Surroundings surroundings, CancellationToken cancellationToken) =>
        ProfileStore.ReadAsync(ProfileStore.PathIn(surroundings.Environment), cancellationToken);

    private static async Task<int> GuardAsync(ParseResult arguments, Func<Task> work)
    {
        try
        {
            await work();
            return ExitCode.Success;
        }
        catch (FlowsException problem)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"flows: {problem.Text}");
            return problem.ExitCode;
        }
    }
}
