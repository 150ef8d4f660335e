using System.Diagnostics;
using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Alerts;

/// <summary>What a query answers: Microsoft's parser reads it against the tables' real columns, and it is run on rows of the shape that Application Insights stores.</summary>
internal static class Kql
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>One process for all of them: it takes seconds to load the parser.</summary>
    public static async Task<IReadOnlyList<KqlAnswer>> AskAsync(IEnumerable<KqlQuestion> questions, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Infra.Repository, "tests/FlowFunctions.Infra.Tests/kql/run.js")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = Path.Combine(Infra.NpmFolder, "node_modules") },
        };
        using var node = Process.Start(start)!;
        var answers = node.StandardOutput.ReadToEndAsync(cancellationToken);
        var faults = node.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await JsonSerializer.SerializeAsync(node.StandardInput.BaseStream, questions, Options, cancellationToken);
            node.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and says below why.
        }

        await node.WaitForExitAsync(cancellationToken);
        Assert.True(node.ExitCode == 0, await faults);
        return JsonSerializer.Deserialize<List<KqlAnswer>>(await answers, Options)!;
    }

    public static async Task<KqlAnswer> AskAsync(KqlQuestion question, CancellationToken cancellationToken) => Assert.Single(await AskAsync([question], cancellationToken));

    /// <summary>Rows of one recording: lines of JSON in kql/rows.</summary>
    public static IEnumerable<JsonElement> Rows(string recording) =>
        File.ReadLines(Path.Combine(Infra.Repository, $"tests/FlowFunctions.Infra.Tests/kql/rows/{recording}.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);
}
