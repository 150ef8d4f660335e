namespace FlowFunctions.Steps;

/// <summary>What went wrong in one action.</summary>
/// <param name="ActionId">The action.</param>
/// <param name="ActionName">Its name in the model; its id where the target did not say.</param>
/// <param name="HasDump">Whether the rows that it rejected were stored.</param>
/// <param name="Texts">At most <see cref="TargetText.MaximumDetails"/>.</param>
public sealed record ActionFaults(string ActionId, string ActionName, bool HasDump, IReadOnlyList<FaultText> Texts);
