using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>What a step of a flow of loads brings into its model: a file, an import that reads it, and a list of its own.</summary>
/// <param name="Flow">Number of the flow.</param>
/// <param name="Step">Number of the step.</param>
/// <param name="Rows">Of the file, below its header.</param>
/// <param name="HasBadRow">Whether the model rejects one of them.</param>
internal sealed record LoadFile(int Flow, int Step, int Rows, bool HasBadRow)
{
    private const int UsualRows = 200;

    /// <summary>Enough for several chunks.</summary>
    private const int ManyRows = 250_000;

    public string Name => $"load-{Flow}-{Step}.csv";

    public string List => $"List {Flow}-{Step}";

    public string ImportId => Id(112);

    public string FileId => Id(113);

    /// <summary>How the load ends where nothing goes wrong.</summary>
    public string Outcome => HasBadRow ? StepStatuses.PartialSuccess : StepStatuses.Success;

    /// <summary>The same for the same seed, flow and step.</summary>
    public static LoadFile Draw(int seed, int flow, int step)
    {
        var random = Draws.Of(seed, "load", flow, step);
        return new(flow, step, random.Chance(0.1) ? ManyRows : UsualRows, random.Chance(0.2));
    }

    public byte[] Content()
    {
        var text = new StringBuilder("Code,Name,Amount\n");
        for (var row = 0; row < Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"L{Flow}S{Step}R{row},Row {row} of step {Step},{(HasBadRow && row == Rows / 2 ? "none" : row)}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>SHA-256 of the content, in lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Content()));

    private string Id(int kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{(Flow * 10) + Step + 1:D9}");
}
