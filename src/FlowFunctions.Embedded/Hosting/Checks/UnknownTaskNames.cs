namespace FlowFunctions.Embedded.Hosting.Checks;

/// <summary>Compares the names that code calls with the functions that there are.</summary>
internal static class UnknownTaskNames
{
    /// <returns>One sentence for each call that would fail, with its cure; empty where every name exists.</returns>
    public static IReadOnlyList<string> Find(
        IEnumerable<CalledTask> called, IReadOnlyCollection<string> orchestrators, IReadOnlyCollection<string> activities)
    {
        var faults = new List<string>();
        foreach (var call in called.Distinct())
        {
            var isOrchestrator = orchestrators.Contains(call.Name, StringComparer.OrdinalIgnoreCase);
            var isActivity = activities.Contains(call.Name, StringComparer.OrdinalIgnoreCase);
            var fault = call.Kind switch
            {
                CalledTaskKind.Activity when !isActivity =>
                    Describe(call, "activity", isOrchestrator ? "it is an orchestrator: call it with CallSubOrchestratorAsync" : Existing(activities)),
                CalledTaskKind.Orchestrator when !isOrchestrator =>
                    Describe(call, "orchestrator", isActivity ? "it is an activity: call it with CallActivityAsync" : Existing(orchestrators)),
                null when !isActivity && !isOrchestrator =>
                    Describe(call, "orchestrator or activity", Existing([.. orchestrators, .. activities])),
                _ => null,
            };
            if (fault is not null)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    private static string Describe(CalledTask call, string kind, string cure) =>
        $"{call.Caller} calls the {kind} '{call.Name}', which does not exist; {cure}.";

    private static string Existing(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "there is none" : $"there are {string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Select(name => $"'{name}'"))}";
}
