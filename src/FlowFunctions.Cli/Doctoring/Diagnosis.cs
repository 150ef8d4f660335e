using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Doctoring;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="IsWell">False where something is to be cured; null where it could not be looked at.</param>
/// <param name="Text">What was found.</param>
/// <param name="Cure">What to do; null where nothing is.</param>
internal sealed record Diagnosis(string Check, bool? IsWell, string Text, string? Cure = null)
{
    public string Word => IsWell switch
    {
        true => "ok",
        false => "cure",
        null => "unknown",
    };

    public Tone Tone => IsWell switch
    {
        true => Tone.Good,
        false => Tone.Bad,
        null => Tone.Warning,
    };
}
