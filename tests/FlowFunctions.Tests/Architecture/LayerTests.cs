using System.Text.RegularExpressions;

namespace FlowFunctions.Tests.Architecture;

/// <summary>
/// The rooms of the application: each uses those of the layers below its own, and not its neighbours. By the names that stand in the files, for compiled code keeps no
/// constants.
/// </summary>
public sealed partial class LayerTests
{
    /// <summary>From the bottom.</summary>
    private static readonly string[][] Layers =
    [
        ["Settings"],
        ["Storage", "Telemetry", "Security"],
        ["Secrets", "Outgoing"],
        ["Http"],
        ["Definitions"],
        ["Steps"],
        ["Targets", "Runs"],
        ["Schedules", "Notifications"],
        ["Flows", "Integrations", "Connections", "Health", "Docs", "Dashboard"],
    ];

    private static readonly string Application = Path.Combine(Repository.Root, "src", "FlowFunctions");

    [Fact]
    public void Room_uses_only_those_below_it() =>
        Assert.Empty(
            from file in Files()
            from used in Named().Matches(File.ReadAllText(file.Path)).Select(match => match.Groups["room"].Value).Distinct()
            where used != file.Room && RankOf(used) is { } rank && rank >= RankOf(file.Room)
            select $"{Path.GetRelativePath(Application, file.Path)} uses {used}");

    [Fact]
    public void Namespace_of_a_file_is_its_room()
    {
        Assert.All(Files(), file => Assert.Matches($@"\nnamespace FlowFunctions\.{file.Room}(\.\w+)*;\n", "\n" + File.ReadAllText(file.Path)));
        Assert.Equal(Layers.SelectMany(rooms => rooms).Order(StringComparer.Ordinal), Files().Select(file => file.Room).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What stands below Http is of use without a request.</summary>
    [Fact]
    public void Rooms_below_http_know_no_request() =>
        Assert.Empty(
            from file in Files()
            where RankOf(file.Room) < RankOf("Http") && File.ReadAllText(file.Path).Contains("AspNetCore.Http", StringComparison.Ordinal)
            select Path.GetRelativePath(Application, file.Path));

    /// <summary>What is replayed must decide the same again: the context is its only clock, chance and way out.</summary>
    [Fact]
    public void Replayed_code_has_no_clock_no_chance_and_no_way_out()
    {
        var replayed = Files().Where(file => file.Path.Contains(Path.Combine("Runs", "Running"), StringComparison.Ordinal)).ToList();

        Assert.Contains(replayed, file => Path.GetFileName(file.Path) == "RunFlow.cs");
        Assert.All(replayed, file => Assert.DoesNotMatch(
            @"\b(TimeProvider|Stopwatch|DateTime(Offset)?\.(Utc)?Now|Timer|PeriodicTimer|Process|Table\w+Client|Queue\w*Client|Blob\w*Client|Random\w*|Guid|Environment|Task\.(Run|Delay|Yield)|HttpClient|IServiceProvider|IOptions|I?Configuration|\w+Store|File|Thread|Parallel)\b",
            Regex.Replace(File.ReadAllText(file.Path), "//.*", "", RegexOptions.NonBacktracking)));
    }

    /// <summary>All but what puts the rooms together.</summary>
    private static IEnumerable<(string Path, string Room)> Files() =>
        from path in Directory.GetFiles(Application, "*.cs", SearchOption.AllDirectories)
        let parts = Path.GetRelativePath(Application, path).Split(Path.DirectorySeparatorChar)
        where parts.Length > 1 && parts[0] is not ("bin" or "obj")
        select (path, parts[0]);

    private static int? RankOf(string room) => Array.FindIndex(Layers, rooms => rooms.Contains(room)) is >= 0 and var rank ? rank : null;

    [GeneratedRegex(@"\bFlowFunctions\.(?<room>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
