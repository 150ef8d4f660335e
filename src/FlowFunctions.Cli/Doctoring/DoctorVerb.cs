using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Doctoring;

/// <summary><c>flows doctor</c>: what is wrong with this machine and with the server, each with its cure.</summary>
internal static class DoctorVerb
{
    private static readonly IReadOnlyList<Column> Columns = [Column.Field("STATE", "state"), Column.Field("CHECK", "check"), Column.Field("FOUND", "found"), Column.Field("CURE", "cure")];

    public static Verb Create(Surroundings surroundings)
    {
        var only = new Option<bool>("--machine") { Description = "Look at this machine alone, and ask no server." };
        var verb = new Verb("doctor", "Check this machine and the server: .NET, Node, port, disk, storage, hub, clock, key, version, connections, time zones. Exit code 1 where something is to be cured.")
        {
            Examples =
            [
                ("flows doctor", "each check with its cure"),
                ("flows doctor --machine", "before there is a server"),
                ("flows doctor -o json", "for a script"),
            ],
        };
        verb.Add(only);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            IReadOnlyList<Diagnosis> found =
            [
                .. await MachineChecks.LookAsync(surroundings, arguments.GetValue(only) ? null : session.Target.Address, cancellationToken),
                .. arguments.GetValue(only) ? [] : await new ServerChecks(session).LookAsync(cancellationToken),
            ];
            if (session.Output.IsTable)
                session.Output.WriteLines(Lines(found, surroundings.IsOutputLive));
            else
                session.Output.WriteList([.. found.Select(Document)], Columns, item => item.Text("check")!);
            return found.Any(one => one.IsWell == false) ? ExitCode.Failed : ExitCode.Success;
        });
    }

    private static JsonObject Document(Diagnosis one) => new() { ["check"] = one.Check, ["state"] = one.Word, ["found"] = one.Text, ["cure"] = one.Cure };

    /// <summary>A line for each check, and below it what to do: sentences, which a table would cut or push out of sight.</summary>
    private static IEnumerable<string> Lines(IReadOnlyList<Diagnosis> found, bool isColoured)
    {
        var (states, checks) = (found.Max(one => one.Word.Length), found.Max(one => one.Check.Length));
        foreach (var one in found)
        {
            var state = one.Word.PadRight(states);
            yield return $"{(isColoured ? Colours.Of(state, one.Tone) : state)}  {OneLine.Of(one.Check).PadRight(checks)}  {OneLine.Of(one.Text)}";
            if (one.Cure is { } cure)
                yield return $"{new string(' ', states + checks + 4)}{OneLine.Of(cure)}";
        }
    }
}
