using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Rig;

namespace FlowFunctions.Chaos.Driving;

/// <summary>An answer that settles what was asked.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">Null where there is none.</param>
/// <param name="Tries">How often it was asked for; more than one where an earlier one may have done it.</param>
internal sealed record ApiAnswer(int Status, JsonNode? Body, int Tries)
{
    public bool IsSuccess => Status == 200;

    /// <summary>What cannot go otherwise, or the trial has no sense.</summary>
    /// <exception cref="ChaosException">It is no success.</exception>
    public JsonNode Required(string what) => IsSuccess ? Body! : throw new ChaosException($"{what} was answered {Status}: {Body?.ToJsonString()}");
}
