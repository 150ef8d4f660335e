using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Doctoring;

/// <summary><c>flows doctor</c>: what is wrong with this machine and with the server, each with its cure.</summary>
internal static class DoctorVerb
{
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
                .. await MachineChecks.LookAsync(surroundings, cancellationToken),
                .. arguments.GetValue(only) ? [] : await new ServerChecks(session).LookAsync(cancellationToken),
            ];
            session.Output.WriteList(
                [.. found.Select(one => new JsonObject { ["check"] = one.Check, ["state"] = one.Word, ["found"] = one.Text, ["cure"] = one.Cure })],
                [
                    new("STATE", item => item.Text("state")!)
                    {
                        Tone = item => item.Text("state") switch
                        {
                            "ok" => Tone.Good,
                            "cure" => Tone.Bad,
                            _ => Tone.Warning,
                        },
                    },
                    Column.Field("CHECK", "check"),
                    Column.Field("FOUND", "found"),
                    Column.Field("CURE", "cure"),
                ],
                item => item.Text("check")!);
            return found.Any(one => one.IsWell == false) ? ExitCode.Failed : ExitCode.Success;
        });
    }
}
