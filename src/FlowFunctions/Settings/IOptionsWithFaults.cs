namespace FlowFunctions.Settings;

/// <summary>Options that know what they may be.</summary>
internal interface IOptionsWithFaults
{
    /// <summary>
    /// A sentence for each fault: the setting's key, what is wrong with it, and the cure; no secret is quoted. Empty where the options can be
    /// used.
    /// </summary>
    IEnumerable<string> Faults();
}
